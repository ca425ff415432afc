/** RFC 6455 section 7.4.1, and the IANA "WebSocket Close Code Number Registry" (https://www.iana.org/assignments/websocket). */
const MEANINGS: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1004: 'reserved',
  1005: 'no code given',
  1006: 'connection lost without a close frame',
  1007: 'invalid data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'extension missing',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  1015: 'TLS handshake failed',
  3000: 'unauthorized',
  3003: 'forbidden',
  3008: 'timeout',
}

/** @param reason what the peer said. Default nothing. @returns a WebSocket's close in words: `closed 1013 (try again later): viewer too slow` */
export function closeMeaning(code: number, reason = ''): string {
  const closed = `closed ${code} (${MEANINGS[code] ?? rangeOf(code)})`
  return reason === '' ? closed : `${closed}: ${reason}`
}

/** RFC 6455 section 7.4.2. */
function rangeOf(code: number): string {
  if (code >= 4000 && code <= 4999) return "the target's own code"
  if (code >= 3000 && code <= 3999) return "a library's or framework's code"
  return 'undefined code'
}
