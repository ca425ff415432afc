import type { Measurement, SamplesData } from '../measure/measurement.ts'

const SECOND_MS = 1000

/** A generator that begins a task so much after it was due gives the target fewer to do in that second, ms. */
const LATE_MS = 100

/**
 * Tasks that were done in each second. The first and the last one are left out, as nothing is due before the first and nothing after the last; and so are those in
 * which the generator was late: it, and not the target, may be why there were few.
 */
export class DoneRate {
  readonly #startMs: number
  readonly #counts: number[]
  readonly #late = new Set<number>()

  /** @param startMs when the first was due, epoch ms @param durationMs how long some are due */
  constructor(startMs: number, durationMs: number) {
    this.#startMs = startMs
    this.#counts = Array.from({ length: Math.max(1, Math.floor(durationMs / SECOND_MS)) }, () => 0)
  }

  /** Notes when a task was begun. */
  began(intendedMs: number, actualMs: number): void {
    if (actualMs - intendedMs < LATE_MS) return
    for (let second = this.#second(intendedMs); second <= this.#second(actualMs); second++) {
      this.#late.add(second)
    }
  }

  /** Counts one that was done. */
  add(endMs: number): void {
    const second = this.#second(endMs)
    const before = this.#counts[second]
    if (before !== undefined) this.#counts[second] = before + 1
  }

  /** @param mode the label @returns the seconds */
  measurement(mode: string, window: Measurement['window'], doubts: Measurement['doubts']): Measurement {
    const points: SamplesData['points'] = this.#counts.flatMap((value, second) => {
      const isEdge = second === 0 || second === this.#counts.length - 1
      return isEdge || this.#late.has(second) ? [] : [{ atMs: this.#startMs + second * SECOND_MS, value }]
    })
    return {
      metric: 'tasks.done',
      unit: 'per-second',
      labels: { mode },
      window,
      data: { kind: 'samples', points },
      doubts,
    }
  }

  #second(atMs: number): number {
    return Math.floor((atMs - this.#startMs) / SECOND_MS)
  }
}
