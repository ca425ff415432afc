/**
 * Whether somebody sits before a screen here, and a browser may be opened: not in a CI job, and on Linux only where there is a display.
 *
 * @param environment its `CI`, `DISPLAY` and `WAYLAND_DISPLAY` are looked at
 */
export function hasBrowser(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (environment['CI']) return false
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}
