import { isAllowed } from '../allowed-hosts.ts'

/** What is asked for, as far as a redirect changes it. */
export interface Hop {
  url: URL
  method: 'GET' | 'POST'
  /** By names in any case. */
  headers: Readonly<Record<string, string>>
  body?: string | Uint8Array
}

/** A redirect that is not followed. The message is a clause. */
export class RedirectError extends Error {
  override readonly name = 'RedirectError'
  readonly code: 'ERR_REDIRECT' | 'ERR_TOO_MANY_REDIRECTS'

  constructor(code: RedirectError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** So many in a row are followed (https://fetch.spec.whatwg.org/#http-redirect-fetch). */
const MOST_REDIRECTS = 20

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** What says how a body is to be read goes with it. */
const OF_THE_BODY = /^content-(?:encoding|language|location|type)$/i

/**
 * What may be told to another origin: what names nobody. Fetch drops `Authorization` there, and asks the other origin whether it may be sent the
 * rest; a target's own headers may all be keys.
 */
const NAMES_NOBODY =
  /^(?:accept|accept-encoding|accept-language|cache-control|content-(?:encoding|language|location|type)|last-event-id|range|user-agent)$/i

/**
 * Follows a redirect as a page's `fetch` does.
 *
 * @param answer with the value of its `Location`
 * @param before how many were followed before this
 * @param allowed hosts beside this machine that may be asked, and that of `hop` itself
 * @returns what is asked for next, without cookies, which are those of its URL; `undefined` where the answer is no redirect
 * @throws RedirectError where it leads to no address, to a host that may not be asked, or is one too many
 */
export function followRedirect(
  hop: Hop,
  { status, location }: { status: number; location: string | undefined },
  before: number,
  allowed: readonly string[],
): Hop | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined
  const url = placeOf(location, hop.url)
  if (!url) throw new RedirectError('ERR_REDIRECT', `status ${status} leads to no address of HTTP`)
  if (url.hostname !== hop.url.hostname && !isAllowed(url, allowed)) {
    const place = `status ${status} leads to ${url.host}, which may not be put under load`
    throw new RedirectError('ERR_REDIRECT', `${place}: is that a sign-in, or the right path?`)
  }
  if (before >= MOST_REDIRECTS) {
    throw new RedirectError('ERR_TOO_MANY_REDIRECTS', `more than ${MOST_REDIRECTS} redirects in a row`)
  }
  const turnsToGet = hop.method === 'POST' && status < 304
  const isElsewhere = url.origin !== hop.url.origin
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(
      ([name]) => !(turnsToGet && OF_THE_BODY.test(name)) && !(isElsewhere && !NAMES_NOBODY.test(name)),
    ),
  )
  if (turnsToGet) return { url, method: 'GET', headers }
  return { ...hop, url, headers }
}

/** Bytes of a header beyond ASCII are UTF-8, as browsers take them. */
function placeOf(location: string, from: URL): URL | undefined {
  const written = Buffer.from(location, 'latin1').toString()
  if (!URL.canParse(written, from)) return undefined
  const url = new URL(written, from)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}
