import type { IncomingHttpHeaders } from 'node:http'
import type { HttpRequest } from '../request.ts'
import { pathOf, targetUrl } from '../../target-url.ts'
import { sentHeaders } from '../header-fields.ts'

/** A request as it goes out. */
export interface Outgoing {
  method: HttpRequest['method']
  /** Below the target's address; or a whole URL of its origin, which is asked for as it is. */
  path: string | URL
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
  /** Whether the body of the answer is looked into: its first 8 MiB are kept, or its start, as an example of what came. */
  keepsBody: boolean | 'start'
  /** The whole body of the answer is kept, and one of more bytes has failed. Default: see `keepsBody`. */
  mostBodyBytes?: number
  /** What listens to an answer while it comes, in place of keeping it. Default: nobody. */
  listener?: AnswerListener
  /** Whether it is noted when each piece of the answer's body came. Default false. */
  marksChunks?: boolean
}

/** Is told of an answer while it comes. */
export interface AnswerListener {
  /**
   * @param atMs when it was read off the connection, before it was looked into, epoch ms
   * @returns whether it is a stream: then it may go on for as long as it likes, and its time-out is over
   */
  onHead(status: number, headers: IncomingHttpHeaders, atMs: number): boolean
  /** @param bytes what they are in is used again: what is kept is to be copied @param atMs as of the head */
  onBody(bytes: Buffer, atMs: number): void
}

/** A request that is ready to be sent, as often as wanted. */
export interface PreparedRequest {
  /** Its head, without the empty line that ends it. */
  head: string
  body: string | Uint8Array | null
  /** Of the body, in bytes. */
  bodyBytes: number
  keepsBody: boolean | 'start'
  mostBodyBytes: number | undefined
  marksChunks: boolean
  listener: AnswerListener | undefined
  /** Whether it goes out again when it was lost with its connection. */
  goesAgain: boolean
}

/** What Chromium says that it reads: the newer codings where nobody between can look in, and on this machine. */
const CODINGS = 'gzip, deflate'
const ALL_CODINGS = 'gzip, deflate, br, zstd'
const IS_HERE = /^(?:127(?:\.\d+){3}|\[::1\]|(?:.+\.)?localhost)$/

/** To send these twice does no harm (RFC 9110, section 9.2.2). */
const IS_IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

/** The body of these is said to be empty where there is none (RFC 9110, section 8.6). */
const HAS_BODY = new Set(['POST', 'PUT', 'PATCH'])

/**
 * @param origin the target's address
 * @throws RequestError where a part of it can't be said in HTTP/1.1, or says how to read the message
 */
export function prepareRequest(request: Outgoing, origin: string): PreparedRequest {
  const { method, path, headers, body, marksChunks = false } = request
  const url = typeof path === 'string' ? targetUrl(path, origin) : path
  const bodyBytes = body === null ? 0 : Buffer.byteLength(body)
  const sent = sentHeaders(headers, bodyBytes)
  let head = `${method} ${pathOf(url)} HTTP/1.1\r\n`
  if (sent['host'] === undefined) head += `host: ${url.host}\r\n`
  if (sent['connection'] === undefined) head += 'connection: keep-alive\r\n'
  if (sent['accept-encoding'] === undefined) head += `accept-encoding: ${codingsFor(url)}\r\n`
  head += headerLines(sent)
  if (body !== null || HAS_BODY.has(method)) head += `content-length: ${bodyBytes}\r\n`
  const { keepsBody, mostBodyBytes, listener } = request
  const goesAgain = IS_IDEMPOTENT.has(method)
  return { head, body, bodyBytes, keepsBody, mostBodyBytes, marksChunks, listener, goesAgain }
}

const codingsFor = ({ protocol, hostname }: URL): string =>
  protocol === 'https:' || IS_HERE.test(hostname) ? ALL_CODINGS : CODINGS

/** @returns a line for each header, as it is: see `sentHeaders` */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = ''
  for (const name of Object.keys(headers)) lines += `${name}: ${headers[name]}\r\n`
  return lines
}
