import { LazyAnswer } from './answered.ts'
import type { ChunkMark, HttpOutcome } from './answered.ts'
import type { Deadlines, Timed } from './deadlines.ts'
import type { PreparedRequest } from './prepared-request.ts'

/** Of an answer that tells of an error so much is kept, as an example, in bytes. */
const START_BYTES = 400

/** A body that is looked into is kept up to here, in bytes. */
const MOST_KEPT = 1024 * 1024

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
  readonly body: string | null
  /** When it was due, and when it was sent, epoch ms. */
  readonly intendedMs: number
  readonly startedMs: number
  /** Its number in the target's logs. */
  readonly seq: string | undefined
  /** Whether it went out on a connection that had carried another before. */
  isReused = false
  outcome: HttpOutcome | undefined
  readonly #request: PreparedRequest
  readonly #deadlines: Deadlines
  readonly #done: (exchange: Exchange) => void
  #connection: Carrier | undefined
  #chunks: Buffer[] | undefined
  #marks: ChunkMark[] | undefined
  #room: number
  #status = 0
  #text = ''
  #headMs = 0
  #atMs = 0
  #receivedBytes = 0

  constructor(
    request: PreparedRequest,
    times: { intendedMs: number; startedMs: number; deadlineMs: number },
    correlated: { seq: string; lines: string } | undefined,
    deadlines: Deadlines,
    done: (exchange: Exchange) => void,
  ) {
    this.#request = request
    this.deadlineMs = times.deadlineMs
    this.intendedMs = times.intendedMs
    this.startedMs = times.startedMs
    this.seq = correlated?.seq
    this.head = `${request.head}${correlated?.lines ?? ''}\r\n`
    this.body = request.body
    this.#room = request.keepsBody ? MOST_KEPT : 0
    if (request.marksChunks) this.#marks = []
    this.#deadlines = deadlines
    this.#done = done
    deadlines.add(this)
  }

  /** It goes out. */
  begin(connection: Carrier, isReused: boolean): void {
    this.#connection = connection
    this.isReused = isReused
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
  }

  onBody(bytes: Buffer, from: number, to: number): void {
    this.#marks?.push({ atMs: this.#atMs, bytes: to - from })
    if (this.#room <= 0) return
    this.#chunks ??= []
    this.#chunks.push(Buffer.from(bytes.subarray(from, Math.min(to, from + this.#room))))
    this.#room -= to - from
  }

  /** The answer is whole. */
  answered(): void {
    this.#end(
      new LazyAnswer(this.#text, {
        status: this.#status,
        body: this.#chunks ? Buffer.concat(this.#chunks).toString() : '',
        headMs: this.#headMs,
        endMs: this.#atMs,
        chunks: this.#marks,
        sizes: {
          sentBytes: this.head.length + this.#request.bodyBytes,
          receivedBytes: this.#receivedBytes,
        },
      }),
    )
  }

  /** There is none, or not a whole one. @param cause a code such as `ECONNREFUSED`, else the message */
  failed(cause: string, message: string): void {
    this.#end({ kind: 'failed', cause, message })
  }

  timeOut(): void {
    this.#end({ kind: 'timed-out' })
    this.#connection?.destroy()
  }

  #end(outcome: HttpOutcome): void {
    if (this.outcome) return
    this.#deadlines.remove(this)
    this.outcome = outcome
    this.#done(this)
  }
}
