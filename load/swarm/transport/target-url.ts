/** @returns the URL of a path of the target @throws Error when it leads to another origin: load must not reach a stranger by a typo */
export function targetUrl(path: string, origin: string): URL {
  const url = new URL(path, origin)
  if (url.origin === new URL(origin).origin) return url
  throw new Error(`The path "${path}" leads away from ${origin}: begin it with a single "/".`)
}
