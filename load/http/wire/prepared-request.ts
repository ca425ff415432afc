import type { HttpRequest } from '../request.ts'
import { isFieldText, isToken } from './field-text.ts'
import { WireError } from './wire-error.ts'

/** A request as it goes out. */
export interface Outgoing {
  method: HttpRequest['method']
  path: string
  headers: Readonly<Record<string, string>>
  body: string | null
  /** Whether the body of the answer is looked into: its first MiB is kept. */
  keepsBody: boolean
  /** Whether it is noted when each piece of the answer's body came. Default false. */
  marksChunks?: boolean
}

/** A request that is ready to be sent, as often as wanted. */
export interface PreparedRequest {
  /** Its head, without the empty line that ends it. */
  head: string
  body: string | null
  /** Of the body, in bytes. */
  bodyBytes: number
  keepsBody: boolean
  marksChunks: boolean
  /** Whether it does no harm to send it twice. */
  isIdempotent: boolean
}

/** What says how the message is to be read belongs to whoever writes it. */
const NOT_YOURS = new Set([
  'transfer-encoding',
  'content-length',
  'keep-alive',
  'upgrade',
  'expect',
  'trailer',
])

/** To send these twice does no harm (RFC 9110, section 9.2.2). */
const IS_IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

/** The body of these is said to be empty where there is none (RFC 9110, section 8.6). */
const HAS_BODY = new Set(['POST', 'PUT', 'PATCH'])

/**
 * @param host of the origin, with the port where it is not the usual one
 * @throws WireError where a part of it can't be said in HTTP/1.1, or says how to read the message
 */
export function prepareRequest(request: Outgoing, host: string): PreparedRequest {
  const { method, path, headers, body, keepsBody, marksChunks = false } = request
  if (!/^\/[\x21-\x7e\x80-\xff]*$/.test(path)) throw invalid(`the path "${path}" is none: percent-encode it`)
  const bodyBytes = body === null ? 0 : Buffer.byteLength(body)
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const names = new Set(given.map(([name]) => name))
  let head = `${method} ${path} HTTP/1.1\r\n`
  if (!names.has('host')) head += `host: ${host}\r\n`
  if (!names.has('connection')) head += 'connection: keep-alive\r\n'
  // A length that is right says no more than what is written anyway.
  const isKnown = ([name, value]: readonly [string, string]): boolean =>
    name === 'content-length' && value === String(bodyBytes)
  head += headerLines(Object.fromEntries(given.filter(one => !isKnown(one))))
  if (body !== null || HAS_BODY.has(method)) head += `content-length: ${bodyBytes}\r\n`
  return { head, body, bodyBytes, keepsBody, marksChunks, isIdempotent: IS_IDEMPOTENT.has(method) }
}

/** @returns a line for each header @throws WireError where one can't be sent */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = ''
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? ''
    if (!isToken(name)) throw invalid(`"${name}" is no name of a header`)
    if (!isFieldText(value)) throw invalid(`the header ${name} has a character that can't be sent`)
    if (NOT_YOURS.has(name.toLowerCase()))
      throw invalid(`the header ${name} can't be given: the sender writes it`)
    lines += `${name}: ${value}\r\n`
  }
  return lines
}

const invalid = (why: string): WireError =>
  new WireError('ERR_REQUEST_INVALID', `The request can't be sent: ${why}.`)
