import type { Outcome } from '../loops/operation.ts'

/** An event that takes longer did not pass as it should, ms from when it was due. */
const LATE_MS = 1000

/** How long events did not pass as they should: from when the first of those was due to the end of the last, or to when the last was due that failed. */
export class Outage {
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY
  #lastDueMs = Number.NEGATIVE_INFINITY
  #lastGoodDueMs = Number.NEGATIVE_INFINITY

  /** Takes in an event. @param intendedMs when it was due */
  add(intendedMs: number, { fault, endMs }: Outcome): void {
    if (!fault && endMs - intendedMs <= LATE_MS) {
      this.#lastGoodDueMs = Math.max(this.#lastGoodDueMs, intendedMs)
      return
    }
    this.#firstMs = Math.min(this.#firstMs, intendedMs)
    this.#lastDueMs = Math.max(this.#lastDueMs, intendedMs)
    this.#lastMs = Math.max(this.#lastMs, fault ? intendedMs : endMs)
  }

  /** Whether an event did not pass as it should. */
  get hasHappened(): boolean {
    return this.#lastDueMs > Number.NEGATIVE_INFINITY
  }

  /** Whether an event passed as it should that was due after the last that did not. */
  get isOver(): boolean {
    return this.#lastGoodDueMs > this.#lastDueMs
  }

  /** How long it took, ms; 0 where nothing happened. */
  get lastedMs(): number {
    return Math.max(0, this.#lastMs - this.#firstMs)
  }
}
