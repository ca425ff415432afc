import { snapped } from './course.ts'
import type { Course } from './course.ts'

/** Intended start times of a workload, as offsets from its start: what the open model promises to do, whatever the target does. */
export interface Arrivals {
  /** Length of the stage. */
  readonly durationMs: number
  /** How many arrivals there are. */
  readonly count: number
  /** Offset in milliseconds of arrival `index` (0-based, below `count`). Non-decreasing. */
  at(index: number): number
}

/** The most arrivals a shape may have: beyond it rounding could be seen. At 1000 a second they last 11 days. */
const MOST_ARRIVALS = 1e9

/**
 * @returns arrival `k` where the course comes to promise more than `k`, for every whole `k` below its total
 * @throws RangeError when there are more than 1e9
 */
export function arrivalsOf(course: Course): Arrivals {
  const { durationMs } = course
  const count = Math.ceil(snapped(course.total))
  if (count > MOST_ARRIVALS) {
    throw new RangeError(
      `Arrivals are at most ${MOST_ARRIVALS}, got ${count}: make them fewer a second, or their time shorter.`,
    )
  }
  // A start time far along, rounded, may be the end itself.
  const lastMs = durationMs * (1 - Number.EPSILON)
  return { durationMs, count, at: index => Math.min(course.reaches(index), lastMs) }
}
