import type { Labels, Measurement, SamplesData } from '../measure/measurement.ts'

const SECOND_MS = 1000

/** A generator that begins work so much after it was due gives the target less to do in that second, ms. */
const LATE_MS = 100

/**
 * What was done in each second. The first and the last one are left out, as nothing is due before the first and nothing after the last; and so are those in
 * which the generator was late: it, and not the target, may be why there were few.
 */
export class DoneRate {
  readonly #startMs: number
  readonly #counts: number[]
  readonly #late = new Set<number>()

  /** @param startMs when the first was due, epoch ms @param durationMs for how long some are due */
  constructor(startMs: number, durationMs: number) {
    this.#startMs = startMs
    this.#counts = Array.from({ length: Math.max(1, Math.floor(durationMs / SECOND_MS)) }, () => 0)
  }

  /** Notes when a unit of work was begun. */
  began(intendedMs: number, actualMs: number): void {
    if (actualMs - intendedMs < LATE_MS) return
    for (let second = this.#second(intendedMs); second <= this.#second(actualMs); second++) {
      this.#late.add(second)
    }
  }

  /** Counts what was done. @param count how much. Default 1. */
  add(endMs: number, count = 1): void {
    const second = this.#second(endMs)
    const before = this.#counts[second]
    if (before !== undefined) this.#counts[second] = before + count
  }

  /** @returns the seconds, as values of that metric */
  measurement(
    { metric, labels }: { metric: string; labels: Labels },
    window: Measurement['window'],
    doubts: Measurement['doubts'],
  ): Measurement {
    const points: SamplesData['points'] = this.#counts.flatMap((value, second) => {
      const isEdge = second === 0 || second === this.#counts.length - 1
      return isEdge || this.#late.has(second) ? [] : [{ atMs: this.#startMs + second * SECOND_MS, value }]
    })
    return {
      metric,
      unit: 'per-second',
      labels,
      window,
      data: { kind: 'samples', points },
      doubts,
    }
  }

  #second(atMs: number): number {
    return Math.floor((atMs - this.#startMs) / SECOND_MS)
  }
}
