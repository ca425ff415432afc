/** A line of a key, or what follows another scheme than the known ones, is a secret by itself when it is as long. */
const LEAST_PART = 16

/**
 * @param value a secret
 * @returns it, and what of it is a secret by itself: of a header such as `Bearer abc` what follows the word, of Basic credentials the password too, of a
 *   key its lines
 */
export function partsOf(value: string): string[] {
  const text = value.trim()
  const lines = text.split(/\r?\n/).filter(line => line.length >= LEAST_PART)
  if (text.includes('\n')) return [text, ...lines]
  const [, scheme = '', rest] = /^([A-Za-z][\w-]*)\s+(?:token=)?"?([^\s"]+)"?$/.exec(text) ?? []
  if (rest === undefined) return [text]
  const [, password] = /^[^:]*:(.+)$/s.exec(Buffer.from(rest, 'base64').toString()) ?? []
  if (/^Basic$/i.test(scheme) && password !== undefined) return [rest, password]
  if (/^(?:Bearer|Token|ApiKey|Basic)$/i.test(scheme)) return [rest]
  return rest.length >= LEAST_PART ? [text, rest] : [text]
}

/**
 * @param name of a variable, a header or a field @param value that it has
 * @returns what stands within the value under a name of its own: the cookies of a header, the fields of JSON
 */
export function namedWithin(name: string, value: string): [name: string, value: string][] {
  if (/cookie/i.test(name)) {
    return value.split(';').flatMap((pair): [string, string][] => {
      const [, own, of] = /^\s*([^=\s]+)=(.*)$/s.exec(pair) ?? []
      return own === undefined || of === undefined ? [] : [[own, of]]
    })
  }
  return /^\s*[[{]/.test(value) ? [...fieldsOf(parse(value))] : []
}

/** @returns the password in an address such as `postgres://user:password@host/db`; `undefined` where there is none */
export function passwordOf(value: string): string | undefined {
  const { password = '' } = /^[a-z][\w+.-]*:\/\//i.test(value) ? (URL.parse(value) ?? {}) : {}
  if (password === '') return undefined
  try {
    return decodeURIComponent(password)
  } catch {
    return password
  }
}

function* fieldsOf(value: unknown): Generator<[name: string, value: string]> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) {
    if (typeof one === 'string') yield [name, one]
    else yield* fieldsOf(one)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
