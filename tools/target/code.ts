import { secrets } from '../../reports/secrets/secrets.ts'

/** What stands where a secret stood. */
const REDACTED = '***'

/** What JavaScript ends a line at, and so a comment: https://tc39.es/ecma262/#sec-line-terminators */
const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/

/** @returns a text as the code of a target's file has it: a literal within one line */
export const quote = (text: string): string => `'${escaped(text, "'")}'`

/**
 * @param tokens texts in whose place the file takes the session's token
 * @returns a text as code; with another secret in it, one of which `withoutSecret` leaves a comment
 */
export function textCode(text: string, tokens: readonly string[]): string {
  const parts = partsBetween(text, tokens)
  const told = toldOf(parts)
  if (secrets.redact(told) !== told) return quote(secrets.redact(told))
  if (parts.length === 1) return quote(text)
  if (parts.length === 2 && parts.every(part => part === '')) return 'session.token'
  return `\`${parts.map(part => escaped(part, '`').replaceAll('${', String.raw`\${`)).join('${session.token}')}\``
}

/** @param value of JSON @returns it as code, as `textCode` has texts */
export function valueCode(value: unknown, tokens: readonly string[]): string {
  const told = toldOf(partsBetween(JSON.stringify(value), tokens))
  // A name says that what stands beside it is secret: they are looked at together.
  if (secrets.redact(told) !== told) return quote(secrets.redact(told))
  return plainCode(value, tokens)
}

function plainCode(value: unknown, tokens: readonly string[]): string {
  if (typeof value === 'string') return textCode(value, tokens)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(one => plainCode(one, tokens)).join(', ')}]`
  const fields = Object.entries(value).map(
    ([name, one]) => `${nameCode(name, tokens)}: ${plainCode(one, tokens)}`,
  )
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** A literal `__proto__` would be no field of its own. */
const nameCode = (name: string, tokens: readonly string[]): string =>
  /^[a-z$][\w$]*$/i.test(name) && !tokens.includes(name) ? name : `[${textCode(name, tokens)}]`

/** @returns code without what nobody may read: where it has that, it is a comment, for its user to write */
export function withoutSecret(code: string): string {
  const told = code.replaceAll(/(?:\bBearer )?\$\{session\.token\}|session\.token/g, REDACTED)
  const redacted = secrets.redact(told)
  if (redacted === told && !code.includes(REDACTED)) return code
  const indent = /^ */.exec(code)?.[0] ?? ''
  return commentOut(`${indent}A secret stood here; take it from env: ${redacted.trim()}`)
}

/** @returns whether a text has what nobody may read */
export const hasSecret = (text: string): boolean => withoutSecret(quote(text)) !== quote(text)

/** @returns code as comments that begin where it begins */
export const commentOut = (code: string): string =>
  code
    .split(LINE_ENDS)
    .map(line => line.replace(/^ */, '$&// '))
    .join('\n')

/** @returns a text as one line of a comment */
export const commentLine = (text: string): string => `// ${text.replaceAll(/\s+/g, ' ')}`

/** @returns a sentence as lines of comment of at most 100 columns */
export function comment(sentence: string, indent: number): string[] {
  const WIDTH = 96
  const lines: string[] = []
  let line = ''
  for (const word of sentence.split(/\s+/)) {
    if (line !== '' && line.length + word.length > WIDTH - indent) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line].map(one => `${' '.repeat(indent)}// ${one}`)
}

/** Escapes as JSON does, with the mark that ends the literal, and with the line ends that JSON leaves. */
const escaped = (text: string, mark: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)

/** The longest first: one may stand within another. */
const partsBetween = (text: string, tokens: readonly string[]): string[] =>
  tokens
    .filter(token => token !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((parts, token) => parts.flatMap(part => part.split(token)), [text])

/** What is told of a text: a scheme before a token is no secret. */
const toldOf = (parts: readonly string[]): string =>
  parts.join(REDACTED).replaceAll(`Bearer ${REDACTED}`, REDACTED)
