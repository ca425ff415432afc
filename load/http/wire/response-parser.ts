import { FieldBlock } from './field-block.ts'
import { notHttp, readHead, unfolded } from './response-head.ts'
import type { ResponseHead } from './response-head.ts'
import { WireError } from './wire-error.ts'

/** Is told what an answer consists of, in order. */
export interface ResponseReader {
  /** @param text of the head, latin1: see `headersIn` */
  onHead(head: ResponseHead, text: string): void
  /** @param bytes what they are in is used again: what is kept is to be copied */
  onBody(bytes: Buffer, from: number, to: number): void
  /** Is called where there are some. @param text of the trailers after the last chunk, latin1: see `fieldsIn` */
  onTrailers(text: string): void
  /** @param keepsAlive whether the connection may carry another request */
  onEnd(keepsAlive: boolean): void
}

/** The line before a chunk is at most so long, in bytes, as in Chromium (`HttpChunkedDecoder::kMaxLineBufLen`). */
const LONGEST_CHUNK_LINE = 16 * 1024

type State = 'head' | 'length' | 'until-close' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailers' | 'idle'

/** What every answer begins with. */
const HTTP = 'HTTP/'

const LF = 10
const CR = 13

/**
 * Reads one answer after the other off a connection without pipelining (HTTP/1.1, RFC 9112), as browsers do: what they can't make sense of is an
 * error, after which the connection is of no use. Interim answers (1xx) are passed over; a change of protocol was never asked for.
 */
export class ResponseParser {
  readonly #reader: ResponseReader
  #state: State = 'idle'
  #isHead = false
  #keepsAlive = false
  /** Bytes of the body, or of the chunk, still to come. */
  #left = 0
  readonly #head = new FieldBlock("The answer's head is")
  /** They follow the end of a line. */
  readonly #trailers = new FieldBlock('The trailers are', '\n')
  /** What has come of the line before a chunk, or after it. */
  #text = ''

  constructor(reader: ResponseReader) {
    this.#reader = reader
  }

  /** Makes it read the answer to the next request. @param isHead whether that is HEAD */
  expect(isHead = false): void {
    this.#state = 'head'
    this.#isHead = isHead
    this.#text = ''
    this.#head.clear()
    this.#trailers.clear()
  }

  /** Takes what came: `count` bytes from the start. @throws WireError what is not HTTP, or was not asked for */
  read(bytes: Buffer, count: number): void {
    for (let at = 0; at < count;) at = this.#step(bytes, at, count)
  }

  /** The server ended the connection. @throws WireError where the answer is not whole without more */
  close(): void {
    if (this.#state === 'until-close') this.#end()
    if (this.#state !== 'idle') throw new WireError('UND_ERR_SOCKET', 'other side closed')
  }

  /** @returns how far it got */
  #step(bytes: Buffer, at: number, count: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at, count)
      case 'length':
      case 'chunk':
        return this.#readBytes(bytes, at, count)
      case 'until-close':
        this.#reader.onBody(bytes, at, count)
        return count
      case 'chunk-line':
        return this.#readChunkLine(bytes, at, count)
      case 'chunk-end':
        return this.#readChunkEnd(bytes, at)
      case 'trailers':
        return this.#readTrailers(bytes, at, count)
      case 'idle':
        throw new WireError('HPE_INVALID_CONSTANT', 'The server sent what was not asked for.')
    }
  }

  /** Empty lines before it are passed over, as browsers do. */
  #readHead(bytes: Buffer, at: number, count: number): number {
    if (this.#head.isEmpty && (bytes[at] === CR || bytes[at] === LF)) return at + 1
    const next = this.#head.take(bytes, at, count)
    const { text } = this.#head
    if (text === undefined) {
      requireHttp(this.#head.beginning(HTTP.length))
      return next
    }
    this.#head.clear()
    this.#begin(unfolded(text))
    return next
  }

  #begin(text: string): void {
    const head = readHead(text, this.#isHead)
    if (head.status === 101) {
      throw new WireError(
        'HPE_INVALID_CONSTANT',
        'The server changed the protocol, which it was not asked for.',
      )
    }
    // Interim: the answer itself follows.
    if (head.status < 200) return
    this.#keepsAlive = head.keepsAlive
    this.#reader.onHead(head, text)
    switch (head.framing.kind) {
      case 'length':
        this.#left = head.framing.bytes
        if (this.#left === 0) this.#end()
        else this.#state = 'length'
        break
      case 'chunked':
        this.#state = 'chunk-line'
        break
      case 'close':
        this.#state = 'until-close'
    }
  }

  #readBytes(bytes: Buffer, at: number, count: number): number {
    const end = Math.min(count, at + this.#left)
    this.#left -= end - at
    this.#reader.onBody(bytes, at, end)
    if (this.#left > 0) return end
    if (this.#state === 'chunk') this.#state = 'chunk-end'
    else this.#end()
    return end
  }

  #readChunkLine(bytes: Buffer, at: number, count: number): number {
    const end = bytes.indexOf(LF, at)
    const to = end < 0 || end >= count ? count : end + 1
    this.#text += bytes.toString('latin1', at, to)
    if (this.#text.length > LONGEST_CHUNK_LINE) {
      throw new WireError(
        'HPE_INVALID_CHUNK_SIZE',
        `The line before a chunk is longer than ${LONGEST_CHUNK_LINE} bytes.`,
      )
    }
    if (!this.#text.endsWith('\n')) return to
    this.#left = chunkLength(this.#text)
    this.#text = ''
    this.#state = this.#left > 0 ? 'chunk' : 'trailers'
    return to
  }

  /** The end of a line after the bytes of a chunk, which may come apart. */
  #readChunkEnd(bytes: Buffer, at: number): number {
    const isCr = bytes[at] === CR && this.#text === ''
    if (!isCr && bytes[at] !== LF) {
      throw new WireError('HPE_STRICT', 'A chunk is longer than the line before it says.')
    }
    this.#text = isCr ? '\r' : ''
    if (!isCr) this.#state = 'chunk-line'
    return at + 1
  }

  #readTrailers(bytes: Buffer, at: number, count: number): number {
    const next = this.#trailers.take(bytes, at, count)
    const { text } = this.#trailers
    if (text === undefined) return next
    this.#trailers.clear()
    if (text !== '') this.#reader.onTrailers(unfolded(text))
    this.#end()
    return next
  }

  #end(): void {
    this.#state = 'idle'
    this.#reader.onEnd(this.#keepsAlive)
  }
}

/** Who speaks another protocol may wait for an answer to its greeting, and would be taken for one who is slow. @throws WireError */
function requireHttp(beginning: string): void {
  if (!HTTP.startsWith(beginning)) throw notHttp()
}

/** @param line `1a;name=value\r\n` */
function chunkLength(line: string): number {
  const length = /^0*([\da-f]{1,13})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?\r?\n$/i.exec(line)?.[1]
  if (length === undefined)
    throw new WireError('HPE_INVALID_CHUNK_SIZE', 'A chunk does not begin with its length.')
  return Number.parseInt(length, 16)
}
