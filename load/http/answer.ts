import type { Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'

/** How a request ended; times in epoch ms. */
export type Outcome =
  | { kind: 'answered'; status: number; headMs: number; endMs: number }
  | { kind: 'timed-out' }
  | { kind: 'failed'; cause: string }

/** Receives one response and says once how it ended. */
export class Answer implements Dispatcher.DispatchHandler {
  readonly #clock: Clock
  readonly #done: (outcome: Outcome) => void
  readonly #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headMs = 0
  #ended = false

  /** @param timeoutMs from now; at least 1 @param done is told once how it ended */
  constructor(timeoutMs: number, clock: Clock, done: (outcome: Outcome) => void) {
    this.#clock = clock
    this.#done = done
    this.#timer = setTimeout(() => this.#timeOut(), Math.max(1, timeoutMs))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended) controller.abort(new Error('timed out before it was sent'))
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status
    this.#headMs = this.#clock.nowMs()
  }

  onResponseData(): void {}

  onResponseEnd(): void {
    this.#end({ kind: 'answered', status: this.#status, headMs: this.#headMs, endMs: this.#clock.nowMs() })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error & { code?: string }): void {
    this.#end({ kind: 'failed', cause: error.code ?? error.message })
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
