import { RequestError } from '../request-error.ts'
import { isToken } from './token.ts'

/** What says how the message is to be read belongs to whoever writes it. */
const NOT_YOURS = new Set([
  'transfer-encoding',
  'content-length',
  'keep-alive',
  'upgrade',
  'expect',
  'trailer',
])

/** Blanks around a value are no part of it (https://fetch.spec.whatwg.org/#concept-header-value-normalize). */
const AROUND = /^[\t\n\r ]+|[\t\n\r ]+$/g

/** What a value can't hold: control characters but the tab, and what is beyond Latin-1 (RFC 9110, section 5.5). */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/u

/** @returns what is wrong with a header, as a clause with the remedy; never its value, which may be a secret. `undefined` when it can be sent */
export function faultOfHeader(name: string, value: string): string | undefined {
  if (!isToken(name)) return `"${name}" is no name of a header`
  if (NOT_YOURS.has(name.toLowerCase())) return `the header ${name} can't be given: the sender writes it`
  const [bad] = UNSENDABLE.exec(value.replaceAll(AROUND, '')) ?? []
  if (bad === undefined) return undefined
  const code = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const remedy =
    code.length > 2 && bad > '\xff'
      ? `write it as ${encodeURIComponent(bad.toWellFormed())} if the target decodes that`
      : 'leave it out'
  return `the header ${name} has the character U+${code}, which no header can carry: ${remedy}`
}

/** @returns headers by their names in small letters; of those with one name the last */
export function byName(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/**
 * @param bodyBytes length of the body that is sent with them: a `content-length` that says the same is left out
 * @returns headers as they go out: names in small letters, no blanks around values
 * @throws RequestError where one can't be sent
 */
export function sentHeaders(
  headers: Readonly<Record<string, string>>,
  bodyBytes: number,
): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const [name, value] of Object.entries(byName(headers))) {
    if (name === 'content-length' && value.trim() === String(bodyBytes)) continue
    const fault = faultOfHeader(name, value)
    if (fault !== undefined) throw new RequestError(fault)
    sent[name] = value.replaceAll(AROUND, '')
  }
  return sent
}
