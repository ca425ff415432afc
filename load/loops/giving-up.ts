import type { Clock } from '../clock.ts'
import type { Outcome } from './operation.ts'

/** So many failures in a row, from the first, and so long without one answer: nobody is there. */
const LEAST = { failures: 50, ms: 2000 }

/** What is said of work that was due and not begun because nobody had answered any. */
export const GIVEN_UP = 'given up: no request got an answer'

/** Ends a workload that gets no answer at all, not even a bad one: once there was one, it goes on to its end. */
export class GivingUp {
  readonly #clock: Clock
  readonly #startMs: number
  readonly #abort = new AbortController()
  #failures = 0
  #answered = false

  /** Counts from now. */
  constructor(clock: Clock) {
    this.#clock = clock
    this.#startMs = clock.nowMs()
  }

  /** Aborted when it is time to give up: after 50 failures and 2 s. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Takes note of how a unit of work ended. */
  heard({ fault }: Outcome): void {
    if (this.#answered || fault?.kind === 'unsendable') return
    if (fault === undefined || fault.kind === 'answer') {
      this.#answered = true
      return
    }
    this.#failures++
    const enough = this.#failures >= LEAST.failures && this.#clock.nowMs() - this.#startMs >= LEAST.ms
    if (enough) this.#abort.abort()
  }
}
