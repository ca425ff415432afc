import type { Clock } from '../clock.ts'
import type { ErrorStorm } from './error-storm.ts'
import type { Outcome } from './operation.ts'

/** So many failures in a row, from the first, and so long without one answer: nobody is there. */
const LEAST = { failures: 50, ms: 2000 }

/** What is said of work that was due and not begun because nobody had answered any. */
export const GIVEN_UP = 'given up: no request got an answer'

/** What is said of it in a storm of errors. */
export const STOPPED = 'stopped: a storm of errors'

/**
 * Ends a workload that gets no answer at all, not even a bad one: once there was one, it goes on to its end, or where that is asked for until its errors
 * are a storm.
 */
export class GivingUp {
  readonly #clock: Clock
  readonly #startMs: number
  readonly #abort = new AbortController()
  readonly #signal: AbortSignal
  #failures = 0
  #answered = false
  readonly #storm: ErrorStorm | undefined
  #because = { cause: GIVEN_UP, example: '' }

  /** Counts from now. @param storm of errors that ends it too. Default: none does @param halted ends it as well. Default: nothing does */
  constructor(clock: Clock, storm?: ErrorStorm, halted?: AbortSignal) {
    this.#storm = storm
    this.#signal = halted ? AbortSignal.any([this.#abort.signal, halted]) : this.#abort.signal
    this.#clock = clock
    this.#startMs = clock.nowMs()
  }

  /** Aborted when it is time to give up: after 50 failures and 2 s, in an `ErrorStorm`, and when it is halted. */
  get signal(): AbortSignal {
    return this.#signal
  }

  /** What is said of work that was due and is not begun any more. */
  get because(): { cause: string; example: string } {
    return this.#because
  }

  /** What is said where a storm of errors ended it. */
  get stopped(): { cause: string; example: string } | undefined {
    return this.#because.cause === STOPPED ? this.#because : undefined
  }

  /** Takes note of how a unit of work ended. */
  heard(outcome: Outcome): void {
    const { fault } = outcome
    const storm = this.#storm?.heard(outcome, this.#clock.nowMs())
    if (storm !== undefined && !this.#abort.signal.aborted) {
      this.#because = { cause: STOPPED, example: storm }
      this.#abort.abort()
    }
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
