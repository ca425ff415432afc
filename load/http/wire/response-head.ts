import type { IncomingHttpHeaders } from 'node:http'
import { WireError } from './wire-error.ts'

/** How the body of an answer ends (RFC 9112, section 6.3). */
export type Framing =
  /** After so many bytes, 0 or more. */
  | { kind: 'length'; bytes: number }
  | { kind: 'chunked' }
  /** With the connection. */
  | { kind: 'close' }

/** The head of an answer, as far as it says how to read on. */
export interface ResponseHead {
  /** 100 to 999. */
  status: number
  framing: Framing
  /** Whether the connection may carry another request. */
  keepsAlive: boolean
  /** How long the server says that it keeps an idle connection, ms. */
  keepsForMs: number | undefined
}

/** Answers of these statuses have no body, whatever their headers say. */
const isBodiless = (status: number): boolean => status < 200 || status === 204 || status === 304

/**
 * The whole of it, each line ended: as one expression, which is compiled, it takes a tenth of the time of a loop over its characters. Between the words of
 * the first line there may be any blanks (RFC 9112, section 4).
 */
const HEAD =
  /^HTTP\/1\.(\d)[\t ]+([1-9]\d\d)(?:[\t ][\t\x20-\x7e\x80-\xff]*)?\r\n(?:[!#$%&'*+\-.^_`|~\dA-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/
/** What says how to read on. */
const FRAMING = /\n(connection|keep-alive|content-length|transfer-encoding):([^\r]*)/gi
const NO_CODINGS: readonly string[] = []
const NO_BODY: Framing = { kind: 'length', bytes: 0 }
const CHUNKED: Framing = { kind: 'chunked' }
const UNTIL_CLOSE: Framing = { kind: 'close' }

/**
 * Reads the head of an answer to a request that was not CONNECT.
 *
 * @param text latin1, its folded lines joined (`unfolded`), up to the empty line that ends it, which is left out
 * @param isHead whether the request was HEAD, whose answer has no body
 * @throws WireError where it is not that of HTTP/1.0 or 1.1, or says of its body what can't be
 */
export function readHead(text: string, isHead = false): ResponseHead {
  const found = HEAD.exec(text)
  if (!found) throw notAHead(text)
  const [, minor, code] = found
  const status = Number(code)
  // A minor version of the future is read as 1.1 (RFC 9110, section 2.5).
  let keepsAlive = minor !== '0'
  let coded = ''
  let length: number | undefined
  let keepsForMs: number | undefined
  FRAMING.lastIndex = 0
  for (let field = FRAMING.exec(text); field; field = FRAMING.exec(text)) {
    const [, name = '', value = ''] = field
    switch (name.toLowerCase()) {
      case 'connection':
        keepsAlive = keptAlive(value, keepsAlive)
        break
      case 'keep-alive':
        keepsForMs = timeoutOf(value) ?? keepsForMs
        break
      case 'content-length':
        length = lengthOf(value, length)
        break
      default:
        coded += `,${value}`
    }
  }
  const codings = coded === '' ? NO_CODINGS : codingsIn(coded)
  const framing = isHead || isBodiless(status) ? NO_BODY : framingOf(codings, length)
  // HTTP/1.0 knows no transfer codings, and who says both ends may be read in two ways: neither is trusted with a second request.
  if (codings.length > 0 && (minor === '0' || length !== undefined)) keepsAlive = false
  if (framing.kind === 'close') keepsAlive = false
  return { status, framing, keepsAlive, keepsForMs }
}

/** @returns the error of what is no answer of HTTP/1.1 from its beginning on */
export const notHttp = (): WireError =>
  new WireError('HPE_INVALID_CONSTANT', 'The answer does not begin with a status line of HTTP/1.1.')

function notAHead(text: string): WireError {
  if (!/^HTTP\/1\.\d[\t ]+[1-9]\d\d[\t\r ]/.test(text)) {
    return notHttp()
  }
  return new WireError(
    'HPE_INVALID_HEADER_TOKEN',
    'A line of the head is not "name: value", or has a control character.',
  )
}

/** @returns a head whose values are each on one line: those that go on in the next are joined by a space (RFC 9112, section 5.2) */
export const unfolded = (text: string): string =>
  text.includes('\r\n ') || text.includes('\r\n\t') ? text.replaceAll(/[ \t]*\r\n[ \t]+/g, ' ') : text

/** @returns the headers of a head that was read: see `fieldsIn` */
export const headersIn = (text: string): IncomingHttpHeaders => fieldsIn(text.slice(text.indexOf('\n') + 1))

/** @returns fields, each on a line: names in small letters, values of the same name joined, those of `Set-Cookie` as a list */
export function fieldsIn(text: string): IncomingHttpHeaders {
  const values = new Map<string, string>()
  const cookies: string[] = []
  for (const line of text.split('\r\n').slice(0, -1)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = trimmed(line.slice(colon + 1))
    if (name === 'set-cookie') cookies.push(value)
    else values.set(name, values.has(name) ? `${values.get(name)}, ${value}` : value)
  }
  return { ...Object.fromEntries(values), ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) }
}

/** Where both are said the coding counts (RFC 9112, section 6.3), as for browsers. */
function framingOf(codings: readonly string[], length: number | undefined): Framing {
  if (codings.length === 0) return length === undefined ? UNTIL_CLOSE : { kind: 'length', bytes: length }
  const first = codings.indexOf('chunked')
  if (first < 0) return UNTIL_CLOSE
  // A proxy that says it once more means the same chunks, as browsers know.
  if (codings.slice(first).every(coding => coding === 'chunked')) return CHUNKED
  throw new WireError('HPE_INVALID_TRANSFER_ENCODING', 'The answer is chunked, and coded again.')
}

/** `identity`, of which older servers tell, is none (RFC 2616, section 3.6). */
const codingsIn = (value: string): string[] => listOf(value).filter(coding => coding !== 'identity')

/** A list of equal lengths is one (RFC 9110, section 8.6). */
function lengthOf(value: string, before: number | undefined): number {
  let length = before
  for (const one of value.split(',')) {
    const digits = /^[ \t]*0*(\d{1,15})[ \t]*$/.exec(one)?.[1]
    if (digits === undefined || (length !== undefined && length !== Number(digits))) {
      throw new WireError('HPE_INVALID_CONTENT_LENGTH', `The answer's Content-Length is "${trimmed(value)}".`)
    }
    length = Number(digits)
  }
  return length as number
}

/** @param before what the version, or the header before, says */
function keptAlive(value: string, before: boolean): boolean {
  if (/(?:^|[ \t,])close(?:$|[ \t,])/i.test(value)) return false
  return before || /(?:^|[ \t,])keep-alive(?:$|[ \t,])/i.test(value)
}

function timeoutOf(value: string): number | undefined {
  const seconds = /(?:^|[\s,;])timeout\s*=\s*(\d{1,9})/i.exec(value)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

const trimmed = (value: string): string => value.replaceAll(/^[ \t]+|[ \t]+$/g, '')
const listOf = (value: string): string[] => value.toLowerCase().split(',').map(trimmed).filter(Boolean)
