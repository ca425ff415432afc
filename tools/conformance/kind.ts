/** What a cause, as an engine or Chromium words it, comes down to. */
const KINDS: readonly (readonly [cause: RegExp, kind: string])[] = [
  [
    /HPE_|does not match the HTTP|UND_ERR_HEADERS|ERR_INVALID|ERR_RESPONSE_HEADERS|ERR_UNEXPECTED|ERR_BAD/,
    'not HTTP',
  ],
  [/timeout|timed out/i, 'timeout'],
  [/ERR_TOO_MANY_REDIRECTS/, 'redirected for ever'],
  [/^check: body/, 'wrong body'],
  [/ECONNREFUSED|ERR_CONNECTION_REFUSED/, 'no connection'],
  [/ERR_CONTENT_DECODING|ERR_ZSTD|^Z_|^ERR_.*(BROTLI|ZLIB|ZSTD)|CONTENT_ENCODING/, 'unreadable'],
  [
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH|unanswered|ERR_CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED|ERR_CONNECTION_|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|closed|aborted|terminated/,
    'cut off',
  ],
]

/** @returns what a cause comes down to: `cut off`, `not HTTP`, `status 503`; the cause itself where it is of no known kind */
export function kindOf(cause: string): string {
  const status = /status (\d{3})/.exec(cause)?.[1]
  if (status !== undefined) return `status ${status}`
  return KINDS.find(([pattern]) => pattern.test(cause))?.[1] ?? cause
}

/** @returns the kinds that were seen, `good` first, as one verdict */
export function verdictOf(kinds: Iterable<string>): string {
  const all = [...new Set(kinds)].toSorted((a, b) => (a === 'good' ? -1 : b === 'good' ? 1 : a < b ? -1 : 1))
  return all.length === 0 ? 'nothing counted' : all.join(' + ')
}

/** How a stream went. */
export interface StreamEnd {
  isOpened: boolean
  messages: readonly string[]
  /** How it ended, where it did: a WebSocket's close code, else `lost`. */
  ending?: string | undefined
}

/** @returns how a stream went in words: `open`, `closed 1001`, `lost`, `never open`, and `wrong messages` where others came than were sent */
export function streamVerdict(
  { isOpened, messages, ending = 'open' }: StreamEnd,
  sent: readonly string[],
): string {
  if (!isOpened) return 'never open'
  const came = messages.length === sent.length && messages.every((message, index) => message === sent[index])
  return came ? ending : `${ending}, wrong messages`
}
