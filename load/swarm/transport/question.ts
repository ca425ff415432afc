/** How polling and event streams ask, beside their path. */
export interface StreamQuestion {
  /** Default `POST` where there is a `body`, else `GET`. */
  method?: 'GET' | 'POST'
  /** What is asked with; as JSON unless the headers have a `content-type`. */
  body?: string
  /** Polling: milliseconds from an answer to the next question. Default 1000. */
  everyMs?: number
  /**
   * Polling: where the next question begins, as the last answer says it: it stands for `{cursor}` in `path` and `body`, which is empty at first.
   * `undefined`: as before.
   */
  cursor?(frame: string): string | number | undefined
}

/** What a question is made of. */
export interface Asked {
  path: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
}

/** What a browser says that it can read of compressed answers; Node.js decodes the same. */
const ACCEPT_ENCODING = 'gzip, deflate, br, zstd'

/** @returns the path that is asked for @param cursor in place of `{cursor}`. Default: as in the first question */
export const withCursor = (path: string, cursor = ''): string =>
  path.replaceAll('{cursor}', encodeURIComponent(cursor))

/** @param cursor in place of `{cursor}`: encoded in the path, and as the inside of a JSON text in the body */
export function askedOf(
  path: string,
  { method, body }: StreamQuestion,
  headers: Record<string, string>,
  cursor: string,
): Asked {
  const filled = { path: withCursor(path, cursor) }
  const lower = new Set(Object.keys(headers).map(name => name.toLowerCase()))
  const encoding = lower.has('accept-encoding') ? {} : { 'accept-encoding': ACCEPT_ENCODING }
  if (body === undefined) return { ...filled, method: method ?? 'GET', headers: { ...encoding, ...headers } }
  const type = lower.has('content-type') ? {} : { 'content-type': 'application/json' }
  return {
    ...filled,
    method: method ?? 'POST',
    headers: { ...encoding, ...type, ...headers },
    body: body.replaceAll('{cursor}', JSON.stringify(cursor).slice(1, -1)),
  }
}
