/** A secret in base64 is looked for when so much of it stands whatever is beside it. */
const LEAST_BASE64 = 8

/**
 * @param secret some text
 * @returns the forms in which it may stand in what a run leaves: as it is, in JSON and HTML as servers of many languages write them, in JSON twice, percent-encoded
 * as `encodeURIComponent`, URLs and forms do it, and in base64 of both alphabets, wherever it begins in what is encoded
 */
export function secretForms(secret: string): string[] {
  const percent = percentForms(secret)
  const forms = [
    secret,
    inJson(inJson(secret)),
    ...jsonForms(secret),
    ...htmlForms(secret),
    ...percent,
    ...percent.flatMap(form => percentForms(form)),
    ...base64Forms(secret),
    ...base64Forms(secret).flatMap(percentForms),
  ]
  return [...new Set(forms)]
}

/** What servers escape in JSON beyond what they must: `<` alone, Go and Rails, Python and PHP, Django in a page, .NET. */
const ESCAPED = [/</g, /[<>&]/g, /[^\0-\x7F]/g, /[<>&]|[^\0-\x7F]/g, /[<>&'+`]|[^\0-\x7F]/g]

function jsonForms(text: string): string[] {
  const json = inJson(text)
  const dotNet = json.replaceAll(String.raw`\"`, String.raw`\u0022`)
  return [json, dotNet]
    .flatMap(form => [form, ...ESCAPED.map(characters => form.replaceAll(characters, byNumber))])
    .flatMap(form => [form, form.replaceAll(/(?<=\\u)[\da-f]{4}/g, hex => hex.toUpperCase())])
    .flatMap(form => [form, form.replaceAll('/', String.raw`\/`)])
}

const byNumber = (character: string): string =>
  String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

function percentForms(text: string): string[] {
  const strict = encodeStrictly(text)
  const forms = [
    encode(text, encodeURIComponent),
    encode(text, encodeURI),
    strict,
    strict.replaceAll('%20', '+'),
    new URLSearchParams([['', text]]).toString().slice(1),
  ]
  return forms.flatMap(form => [form, form.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase())])
}

/** All but letters, digits and `-._~`, https://www.rfc-editor.org/rfc/rfc3986#section-2.3 */
const encodeStrictly = (text: string): string =>
  encode(text, encodeURIComponent).replaceAll(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** Half a pair of UTF-16 can't be encoded. */
function encode(text: string, by: (text: string) => string): string {
  return by(text.toWellFormed())
}

/** How quotation marks are named in HTML: by what leaves `'` as it is, Node.js, Python, PHP, XML, Jinja. */
const QUOTES = [
  ['"', "'"],
  ['&quot;', "'"],
  ['&quot;', '&#39;'],
  ['&quot;', '&#x27;'],
  ['&quot;', '&#039;'],
  ['&quot;', '&apos;'],
  ['&#34;', '&#39;'],
] as const

function htmlForms(text: string): string[] {
  const basic = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const forms = QUOTES.map(([double, single]) => basic.replaceAll('"', double).replaceAll("'", single))
  // Go names `+` too.
  return [...forms, ...forms.slice(-1).map(form => form.replaceAll('+', '&#43;'))]
}

/** With 0, 1 or 2 bytes before it, its bits lie otherwise; characters that carry a neighbour's bits too are left out. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text)
  const forms = [0, 1, 2].flatMap(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const from = Math.ceil((before * 8) / 6)
    const to = Math.floor(((before + bytes.length) * 8) / 6)
    const own = encoded.slice(from, to)
    return own.length < LEAST_BASE64 ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return bytes.length < 3 ? forms : [...forms, bytes.toString('base64'), bytes.toString('base64url')]
}
