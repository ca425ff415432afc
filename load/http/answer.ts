import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'
import type { ReusedConnections, Reuser } from './reused-connections.ts'

/** An answer that came in full; times in epoch ms. */
export interface Answered {
  kind: 'answered'
  status: number
  headers: IncomingHttpHeaders
  /** As much of the body as was asked for; of a status of 400 and above at least the start. */
  body: string
  headMs: number
  endMs: number
}

/** How a request ended. */
export type Outcome =
  | Answered
  | { kind: 'timed-out' }
  | { kind: 'failed'; /** A code such as `ECONNREFUSED`, else the message. */ cause: string; message: string }

/** Of an answer that tells of an error so much is kept, as an example, in bytes. */
const START_BYTES = 400

/** Receives one response and says once how it ended. */
export class Answer implements Dispatcher.DispatchHandler, Reuser {
  isReused = false
  readonly #connections: ReusedConnections
  readonly #clock: Clock
  readonly #done: (outcome: Outcome) => void
  readonly #timer: NodeJS.Timeout
  readonly #chunks: Buffer[] = []
  #room: number
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #headMs = 0
  #ended = false

  /**
   * @param timeoutMs from now; at least 1
   * @param keepBytes how much of the body is kept; 0 for none
   * @param connections are told when it starts, and tell whether its connection was reused
   * @param done is told once how it ended
   */
  constructor(
    timeoutMs: number,
    keepBytes: number,
    connections: ReusedConnections,
    clock: Clock,
    done: (outcome: Outcome) => void,
  ) {
    this.#connections = connections
    this.#room = keepBytes
    this.#clock = clock
    this.#done = done
    this.#timer = setTimeout(() => this.#timeOut(), Math.max(1, timeoutMs))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended) controller.abort(new Error('timed out before it was sent'))
    else this.#connections.starts(this)
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#headMs = this.#clock.nowMs()
    this.#status = status
    this.#headers = headers
    if (status >= 400) this.#room = Math.max(this.#room, START_BYTES)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#room <= 0) return
    this.#chunks.push(chunk.subarray(0, this.#room))
    this.#room -= chunk.length
  }

  onResponseEnd(): void {
    this.#end({
      kind: 'answered',
      status: this.#status,
      headers: this.#headers,
      body: this.#chunks.length > 0 ? Buffer.concat(this.#chunks).toString() : '',
      headMs: this.#headMs,
      endMs: this.#clock.nowMs(),
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error & { code?: string }): void {
    this.#end({ kind: 'failed', cause: error.code ?? error.message, message: error.message })
  }

  #timeOut(): void {
    this.#end({ kind: 'timed-out' })
    this.#controller?.abort(new Error('timed out'))
  }

  #end(outcome: Outcome): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#done(outcome)
  }
}
