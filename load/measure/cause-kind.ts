/** A cause is a few words; what is longer quotes something. */
const LONGEST = 120

/** Causes whose kind is remembered: the same ones come again and again. */
const MOST_REMEMBERED = 500

/** What is one of a kind, in the order in which it is looked for, and what stands for it. */
const ONE_OF_A_KIND: readonly (readonly [pattern: RegExp, name: string])[] = [
  // RFC 7519: three parts in base64url, of which the first begins an object.
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<id>'],
  // ISO 8601, RFC 9110 section 5.6.7, and the time of a log.
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|\s?[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [
    /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,? \d\d?[ -]\w{3}[ -]\d{2,4} \d\d:\d\d:\d\d(?: [A-Z]{2,4})?/g,
    '<time>',
  ],
  [/\b\d\d?:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?\b/g, '<time>'],
  // Where a URL leads is told by its path; who answers there is one of many.
  [/\b(https?|wss?):\/\/[^\s/?#"'()<>]+/gi, '$1://<address>'],
  [/\?[\w.~%+-]+=[^\s"'()<>]*/g, '?…'],
  [/\[[\da-f]*:[\da-f:.]+(?:%\w+)?\](?::\d+)?/gi, '<address>'],
  [/(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{1,5}(?:%\w+)?(?::\d{2,5})?(?![\w:])/gi, '<address>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  [/\b[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d-]+)*:\d{2,5}\b/gi, '<address>'],
  [/\b0x[\da-f]+\b/gi, '<id>'],
  // What a page shows, what an answer says.
  [/"[^"]{60,}"?/g, '"…"'],
]

/** A number that tells kinds apart: what a protocol or a library calls them by. */
const CODE =
  /\b(?:status(?:Code)?|code|closed|error|errno|HTTP(?:\/\d(?:\.\d)?)?|alert(?: number)?)[ :=#]+\d{1,5}\b|(?<=\bstatus \d{3}, not .*)\d{3}\b|^\d{3}\b|\b(?:TLS|SSL)v?\d(?:[._]\d)?/gi

const WORD = /[\w.~+/=-]*\d[\w.~+/=-]*/g

const remembered = new Map<string, string>()

/**
 * What a cause is counted under: its kind. What is one of a kind (an address, a port, a time, an id, a number) is named by what it is, so that a
 * thousand failures of one kind are one cause and not a thousand. Numbers that tell kinds apart stay: a status, a close code, an error's code.
 *
 * @param cause e.g. `connect ECONNREFUSED 127.0.0.1:40112`
 * @returns e.g. `connect ECONNREFUSED <address>`: one line of at most 120 characters
 */
export function causeKind(cause: string): string {
  let kind = remembered.get(cause)
  if (kind !== undefined) return kind
  kind = kindOf(cause)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(cause, kind)
  return kind
}

function kindOf(cause: string): string {
  const [line = ''] = cause.trim().split(/[\r\n\u2028\u2029]/, 1)
  let kind = line.slice(0, 10 * LONGEST)
  for (const [pattern, name] of ONE_OF_A_KIND) kind = kind.replace(pattern, name)
  kind = outsideOf(CODE, kind, part => part.replace(WORD, nameWord))
  return kind.length > LONGEST ? `${kind.slice(0, LONGEST - 1)}…` : kind
}

/** Changes what a pattern does not match. */
function outsideOf(pattern: RegExp, text: string, change: (part: string) => string): string {
  let done = ''
  let from = 0
  for (const match of text.matchAll(pattern)) {
    done += change(text.slice(from, match.index)) + match[0]
    from = match.index + match[0].length
  }
  return done + change(text.slice(from))
}

/** A word with a digit in it: a number, an id, or a name that has one (`utf8`, `ERR_HTTP2_STREAM_ERROR`). */
function nameWord(word: string): string {
  return word
    .split('/')
    .map(part => {
      const [, core = '', end = ''] = /^(.*?)([.=]*)$/.exec(part) ?? []
      return nameCore(core) + end
    })
    .join('/')
}

function nameCore(core: string): string {
  if (!/\d/.test(core) || /^[A-Z][A-Z\d]*_[A-Z\d_]*$/.test(core)) return core
  if (/^[+-]?\d[\d.]*$/.test(core)) return '<n>'
  // A number with its unit: `120ms`, `5s`.
  const measured = /^[+-]?\d[\d.]*([a-z]{1,3})$/i.exec(core)
  if (measured) return `<n>${measured[1]}`
  const isMixed = /[a-z]/i.test(core) && core.replaceAll(/[^\da-z]/gi, '').length >= 8
  const isNamed = /^[a-z]+(?:[_.-][a-z]+)*[_.=-]?\d+$/i.test(core)
  if (isMixed && !isNamed) return '<id>'
  // `agent-17`, `row_4`, `user00042`: a name with a number. `utf8` and `p95` are names.
  return core.replace(/(?<=[_.=~-])\d+(?![a-z])|\d{3,}$/gi, '<n>')
}
