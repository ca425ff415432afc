/** What a name of a header or a method may consist of: `tchar` of RFC 9110, section 5.6.2. */
const IS_TOKEN = Uint8Array.from({ length: 256 }, (_, code) =>
  /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
)

/** @returns whether a stretch of a text is a token, of at least one character */
export function isToken(text: string, from = 0, to = text.length): boolean {
  for (let at = from; at < to; at++) {
    if (IS_TOKEN[text.charCodeAt(at)] !== 1) return false
  }
  return to > from
}
