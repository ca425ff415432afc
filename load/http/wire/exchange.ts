import { LazyAnswer } from './answered.ts'
import type { ChunkMark, HttpOutcome } from './answered.ts'
import type { Deadlines, Timed } from './deadlines.ts'
import type { PreparedRequest } from './prepared-request.ts'
import { headersIn } from './response-head.ts'
import { WireError } from './wire-error.ts'

/** Of an answer that tells of an error so much is kept, as an example, in bytes. */
const START_BYTES = 400

/** A body that is looked into is kept up to here, in bytes: lists of thousands of agents are whole, and one without end does not take all memory. */
const MOST_KEPT = 8 * 1024 * 1024

/** Codes with which a request ends whose connection the target closed. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/** What carries a request. */
interface Carrier {
  /** Ends it at once; what it carries is not heard of any more. */
  destroy(): void
}

/** One request and what becomes of it; says once how it ended. */
export class Exchange implements Timed {
  deadlineMs: number
  before: Timed | undefined
  after: Timed | undefined
  /** The whole head as it goes out. */
  readonly head: string
  readonly body: string | Uint8Array | null
  /** When it was due, and when it was sent, epoch ms. */
  readonly intendedMs: number
  readonly startedMs: number
  readonly readyMs: number
  /** Its number in the target's logs. */
  readonly seq: string | undefined
  /** Whether it was sent again, on a connection of its own: the first was closed before a byte of the answer came. */
  isResent = false
  /** Whether its connection, which had carried another before, was closed before a byte of the answer came. */
  isLost = false
  outcome: HttpOutcome | undefined
  /** When the connection that was opened for it was there, epoch ms; `undefined` on one that was there before. */
  connectedMs: number | undefined
  readonly #request: PreparedRequest
  readonly #deadlines: Deadlines
  readonly #done: (exchange: Exchange) => void
  #connection: Carrier | undefined
  #isReused = false
  #chunks: Buffer[] | undefined
  #marks: ChunkMark[] | undefined
  #room: number
  #isCut = false
  #status = 0
  #text = ''
  #trailers = ''
  #headMs = 0
  #atMs = 0
  #receivedBytes = 0
  #sends = 0

  constructor(
    request: PreparedRequest,
    times: { intendedMs: number; readyMs: number; startedMs: number; deadlineMs: number },
    correlated: { seq: string; lines: string } | undefined,
    deadlines: Deadlines,
    done: (exchange: Exchange) => void,
  ) {
    this.#request = request
    this.deadlineMs = times.deadlineMs
    this.intendedMs = times.intendedMs
    this.startedMs = times.startedMs
    this.readyMs = times.readyMs
    this.seq = correlated?.seq
    this.head = `${request.head}${correlated?.lines ?? ''}\r\n`
    this.body = request.body
    this.#room =
      request.mostBodyBytes ??
      (request.keepsBody === 'start' ? START_BYTES : request.keepsBody ? MOST_KEPT : 0)
    if (request.marksChunks) this.#marks = []
    this.#deadlines = deadlines
    this.#done = done
    deadlines.add(this)
  }

  /** Whether a byte of an answer came. */
  get hasBegun(): boolean {
    return this.#receivedBytes > 0
  }

  /** It goes out. @param isReused whether on a connection that had carried another before */
  begin(connection: Carrier, isReused: boolean): void {
    this.#connection = connection
    this.#isReused = isReused
    this.#sends++
  }

  /** Bytes came, which are not looked into yet. */
  received(count: number, atMs: number): void {
    this.#receivedBytes += count
    this.#atMs = atMs
  }

  onHead(status: number, text: string): void {
    this.#status = status
    this.#text = text
    this.#headMs = this.#atMs
    if (status >= 400) this.#room = Math.max(this.#room, START_BYTES)
    const { listener } = this.#request
    if (listener?.onHead(status, headersIn(text), this.#atMs)) this.#deadlines.remove(this)
  }

  /** @throws WireError where it is more than may come */
  onBody(bytes: Buffer, from: number, to: number): void {
    const { listener, mostBodyBytes } = this.#request
    if (listener) {
      listener.onBody(bytes.subarray(from, to), this.#atMs)
      return
    }
    this.#marks?.push({ atMs: this.#atMs, bytes: to - from })
    if (mostBodyBytes !== undefined && to - from > this.#room) {
      throw new WireError('ERR_LARGE_BODY', `a body of more than ${mostBodyBytes / 2 ** 20} MiB`)
    }
    if (to - from > this.#room) this.#isCut = true
    if (this.#room <= 0) return
    this.#chunks ??= []
    this.#chunks.push(Buffer.from(bytes.subarray(from, Math.min(to, from + this.#room))))
    this.#room -= to - from
  }

  onTrailers(text: string): void {
    this.#trailers = text
  }

  /** The answer is whole. */
  answered(): void {
    this.#end(
      new LazyAnswer(this.#text, this.#trailers, this.#chunks && Buffer.concat(this.#chunks), {
        status: this.#status,
        headMs: this.#headMs,
        endMs: this.#atMs,
        chunks: this.#marks,
        isCut: this.#isCut,
        sizes: {
          sentBytes: this.#sends * (this.head.length + this.#request.bodyBytes),
          receivedBytes: this.#receivedBytes,
        },
      }),
    )
  }

  /**
   * There is none, or not a whole one. What crossed with the closing of an idle connection is lost and, where that can do no harm, sent again once, as
   * browsers do (RFC 9112, section 9.3.1).
   *
   * @param cause a code such as `ECONNREFUSED`, else the message
   * @returns whether it is to go out again, on a new connection
   */
  failed(cause: string, message: string): boolean {
    this.isLost = this.#isReused && !this.hasBegun && CLOSED.has(cause)
    if (this.isLost && this.#request.goesAgain && !this.outcome) {
      this.isResent = true
      this.isLost = false
      return true
    }
    const came = this.hasBegun ? `, after ${this.#receivedBytes} bytes of the answer` : ''
    this.#end({ kind: 'failed', cause, message: `${message}${came}` })
    return false
  }

  timeOut(): void {
    this.#connection?.destroy()
    this.#end({ kind: 'timed-out' })
  }

  #end(outcome: HttpOutcome): void {
    if (this.outcome) return
    this.#deadlines.remove(this)
    this.outcome = outcome
    this.#done(this)
  }
}
