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

/** @returns whether a stretch of a text can be the value of a header: latin1 without control characters but the tab (RFC 9110, section 5.5) */
export function isFieldText(text: string, from = 0, to = text.length): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || code > 0xff) return false
  }
  return true
}
