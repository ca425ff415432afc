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
interface Asked {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
}

/** @returns the path that is asked for @param cursor in place of `{cursor}`. Default: as in the first question */
export const withCursor = (path: string, cursor = ''): string =>
  path.replaceAll('{cursor}', encodeURIComponent(cursor))

/** @param cursor in place of `{cursor}`: encoded in the path, and as the inside of a JSON text in the body */
export function askedOf(
  { method, body }: StreamQuestion,
  headers: Record<string, string>,
  cursor: string,
): Asked {
  if (body === undefined) return { method: method ?? 'GET', headers }
  const isTyped = Object.keys(headers).some(name => name.toLowerCase() === 'content-type')
  return {
    method: method ?? 'POST',
    headers: { ...(isTyped ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body.replaceAll('{cursor}', JSON.stringify(cursor).slice(1, -1)),
  }
}
