import { BlockHistogram } from '../../measure/histogram.ts'
import { readWhole } from '../../measure/distribution.ts'
import type { Doubt } from '../../measure/measurement.ts'

/** What clocks and rounding may put between two times of the same work, ms. */
const TOLERANCE_MS = 1

/** From such a share of messages on that are told to have taken longer than they took, the times are of something else. */
const MOST_EXCEEDING = 0.01

/** Less than this is no time that a stage could hide, ms. */
const LEAST_REST_MS = 10

/** Holds the times that a target tells of the parts of its work against the time that the whole takes from outside. */
export class OwnTimes {
  readonly #rest = new BlockHistogram('rest')
  #exceeding = 0
  #all = 0

  /** @param wholeMs from outside @param parts as the target tells them, ms @returns what no part accounts for, ms; 0 where they are more than the whole */
  compare(wholeMs: number, parts: readonly number[]): number {
    const restMs = wholeMs - parts.reduce((sum, ms) => sum + ms, 0)
    this.#all++
    if (restMs < -TOLERANCE_MS) this.#exceeding++
    this.#rest.record(Math.max(0, restMs), 0)
    return Math.max(0, restMs)
  }

  /** @returns `times-disagree` where parts take longer than the whole, or where what no part accounts for could hide a slow one; nothing where neither is so */
  doubts(): Doubt[] {
    if (this.#all === 0) return []
    const restMs = readWhole(this.#rest.toData()).percentile(95)
    const { exceeding, of } = { exceeding: this.#exceeding, of: this.#all }
    if (exceeding <= MOST_EXCEEDING * of && restMs < LEAST_REST_MS) return []
    return [{ kind: 'times-disagree', restMs, exceeding, of }]
  }
}
