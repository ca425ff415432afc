import type { Doubt } from './measure/measurement.ts'

/** Less than this is the time between an event and its being noted, ms. */
const WORTH_A_DOUBT_MS = 4

/** By how much times that two clocks told contradict each other, at most: an answer that was there before it was asked for. */
export class ClockError {
  #mostMs = 0

  /** Holds two moments against each other that can only be in this order. @returns by how much they are not, ms; 0 where they are, or nearly */
  note(earlierMs: number, laterMs: number): number {
    const errorMs = earlierMs - laterMs
    if (!(errorMs >= WORTH_A_DOUBT_MS)) return 0
    this.#mostMs = Math.max(this.#mostMs, errorMs)
    return errorMs
  }

  /** @returns the doubt about times of both clocks; none where nothing contradicts */
  doubts(): Doubt[] {
    return this.#mostMs > 0 ? [{ kind: 'clock-uncertain', errorMs: this.#mostMs }] : []
  }
}
