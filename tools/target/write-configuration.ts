import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Playwright's own names of its configuration. */
const NAMES = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map(extension => `playwright.config.${extension}`)

/** @returns whether a folder has a configuration of Playwright's */
export const hasConfiguration = (folder: string): boolean =>
  NAMES.some(name => existsSync(path.join(folder, name)))

/**
 * Writes Playwright's configuration where a folder has none, as a project has that has just installed the package.
 *
 * @param folder where commands are given
 * @param target its target's file, from there
 * @returns the name of what was written; `undefined` where there is a configuration, which stays as it is
 */
export function writeConfiguration(folder: string, target: string): string | undefined {
  if (hasConfiguration(folder)) return undefined
  const name = 'playwright.config.ts'
  const setting = JSON.stringify(
    `./${path.relative(folder, path.resolve(folder, target)).replaceAll(path.sep, '/')}`,
  )
  writeFileSync(
    path.join(folder, name),
    `import { defineFleetmarkConfig } from 'fleetmark/config'

export default defineFleetmarkConfig({ settings: { PERF_TARGET: ${setting.replaceAll('"', "'")} } })
`,
  )
  return name
}
