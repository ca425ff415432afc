import { RequestError } from './request-error.ts'

/**
 * The URL of a path of the target, below the path of its address, written as a browser does (https://url.spec.whatwg.org): what is not ASCII and what
 * a URL can't hold is percent-encoded, dot segments are resolved, a fragment stays behind.
 *
 * @param path path and query, e.g. `/api/agents?name=Łukasz`
 * @param origin the target's address, with or without a path, e.g. `http://host/dashboards`
 * @throws RequestError when it begins with no `/` or leads to another host: load must not reach a stranger by a typo
 */
export function targetUrl(path: string, origin: string): URL {
  const base = new URL(origin)
  if (!path.startsWith('/')) throw new RequestError(`the path "${path}" does not begin with "/"`)
  const isWithin = URL.canParse(path, base) && new URL(path, base).origin === base.origin
  if (!isWithin) {
    throw new RequestError(`the path "${path}" leads away from ${base.origin}: begin it with a single "/"`)
  }
  const url = new URL(base.pathname.replace(/\/$/, '') + path, base)
  url.hash = ''
  return url
}

/** @returns what of a URL stands in the first line of a request: its path and query */
export const pathOf = ({ pathname, search }: URL): string => pathname + search
