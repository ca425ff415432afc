/** Whether this is the package: its modules are JavaScript, and those of the project itself are not. */
export const IS_PACKAGE = import.meta.url.endsWith('.js')

/** Commands that the package knows by another name than npm's scripts. */
const PACKAGE_NAMES: Readonly<Record<string, string>> = { target: 'init' }

/**
 * @param name of a command, as npm's scripts have it, such as `judge`
 * @param rest what follows it, such as `-- perf-results/latest` without the dashes. Default: nothing
 * @param isPackage whether somebody reads it who has installed the package. Default: whether this module is the package's
 * @returns what a person types: `npm run judge -- perf-results/latest`, or `npx fleetmark judge perf-results/latest`
 */
export function command(name: string, rest = '', isPackage = IS_PACKAGE): string {
  if (isPackage) return `npx fleetmark ${PACKAGE_NAMES[name] ?? name}${rest === '' ? '' : ` ${rest}`}`
  return `npm run ${name}${rest === '' ? '' : ` -- ${rest}`}`
}
