/** A secret in base64 is looked for when so much of it stands whatever is beside it. */
const LEAST_BASE64 = 8

/**
 * @param secret some text
 * @returns the forms in which it may stand in what a run leaves: as it is, in JSON (also twice, and with `<` as its number), in HTML, percent-encoded
 * as `encodeURIComponent`, URLs and forms do it, and in base64 of both alphabets, wherever it begins in what is encoded
 */
export function secretForms(secret: string): string[] {
  const json = inJson(secret)
  const percent = percentForms(secret)
  const forms = [
    secret,
    json,
    inJson(json),
    json.replaceAll('<', String.raw`\u003c`),
    json.replaceAll('/', String.raw`\/`),
    ...htmlForms(secret),
    ...percent,
    ...percent.flatMap(form => percentForms(form)),
    ...base64Forms(secret),
    ...base64Forms(secret).flatMap(percentForms),
  ]
  return [...new Set(forms)]
}

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

function htmlForms(text: string): string[] {
  const basic = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = basic.replaceAll('"', '&quot;')
  return [basic, quoted, quoted.replaceAll("'", '&#39;'), quoted.replaceAll("'", '&#x27;')]
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
