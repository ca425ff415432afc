import type { Clock } from '../clock.ts'
import type { HttpOutcome } from './wire/answered.ts'

/** So many requests in a row, from the first, and so long without one answer: nobody is there. */
const LEAST = { failures: 50, ms: 2000 }

/** What is said of requests that were due and not sent because nobody had answered any. */
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

  /** Takes note of how a request ended. */
  heard({ kind }: HttpOutcome): void {
    if (kind === 'answered') this.#answered = true
    else this.#failures++
    const enough = this.#failures >= LEAST.failures && this.#clock.nowMs() - this.#startMs >= LEAST.ms
    if (enough && !this.#answered) this.#abort.abort()
  }
}
