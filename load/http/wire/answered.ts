import type { IncomingHttpHeaders } from 'node:http'
import { decodedBody } from './decoded-body.ts'
import type { DecodedBody } from './decoded-body.ts'
import { fieldsIn, headersIn } from './response-head.ts'

/** A piece of an answer's body. Pieces that came in one read have one time. */
export interface ChunkMark {
  /** When it was read off the connection, before it was looked into: epoch ms. */
  atMs: number
  bytes: number
}

/** An answer that came in full; times in epoch ms, of when the bytes were read off the connection. */
export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  /** By name, in small letters. */
  readonly headers: IncomingHttpHeaders
  /** Fields after the last chunk, as the headers. */
  readonly trailers?: IncomingHttpHeaders
  /** As much of the body as was asked for, decoded; of a status of 400 and above at least the start. */
  readonly body: string
  /** What was kept of the body, as it came. */
  readonly bytes?: Buffer | undefined
  /** Whether there was more of the body than was kept. */
  readonly isCut?: boolean
  /** Why the body can't be decoded; it is empty then. A clause. */
  readonly undecodable?: string | undefined
  readonly headMs: number
  readonly endMs: number
  /** Of the pieces of the body, where asked for. */
  readonly chunks?: readonly ChunkMark[] | undefined
  /** Bytes of the whole messages, heads and framing included. */
  readonly sizes?: { sentBytes: number; receivedBytes: number }
}

/** An answer whose headers are read, and whose body is decoded, when they are looked at, as those of few are. */
export class LazyAnswer implements Answered {
  readonly kind = 'answered'
  readonly status: number
  readonly headMs: number
  readonly endMs: number
  readonly chunks: readonly ChunkMark[] | undefined
  readonly sizes: { sentBytes: number; receivedBytes: number }
  readonly isCut: boolean
  readonly #head: string
  readonly #trailers: string
  readonly bytes: Buffer | undefined
  #headers: IncomingHttpHeaders | undefined
  #body: DecodedBody | undefined

  /** @param head its text @param trailers theirs @param bytes what was kept of the body */
  constructor(
    head: string,
    trailers: string,
    bytes: Buffer | undefined,
    {
      status,
      headMs,
      endMs,
      chunks,
      sizes,
      isCut,
    }: Required<Pick<Answered, 'status' | 'headMs' | 'endMs' | 'chunks' | 'sizes' | 'isCut'>>,
  ) {
    this.status = status
    this.#head = head
    this.#trailers = trailers
    this.bytes = bytes
    this.headMs = headMs
    this.endMs = endMs
    this.chunks = chunks
    this.sizes = sizes
    this.isCut = isCut
  }

  get headers(): IncomingHttpHeaders {
    return (this.#headers ??= headersIn(this.#head))
  }

  get body(): string {
    return this.#decoded().text
  }

  get undecodable(): string | undefined {
    return this.#decoded().fault
  }

  get trailers(): IncomingHttpHeaders {
    return fieldsIn(this.#trailers)
  }

  #decoded(): DecodedBody {
    return (this.#body ??= this.bytes
      ? decodedBody(this.bytes, this.headers['content-encoding'] ?? '')
      : { text: '' })
  }
}

/** How a request ended. */
export type HttpOutcome =
  | Answered
  | { kind: 'timed-out' }
  | { kind: 'failed'; /** A code such as `ECONNREFUSED`, else the message. */ cause: string; message: string }
