import { seededRandom } from '../seeded-random.ts'
import type { Course } from './course.ts'

/** The most arrivals that the Poisson parts of a shape may lead one to expect: their times are kept, 8 bytes each, so 80 MB. */
export const MOST_POISSON = 10_000_000

/** Arrivals with independent, exponentially distributed gaps: `-ln(1 - u) / rate` for `u` even in [0, 1). */
export function poisson(perSecond: number, durationMs: number, seed: number): Course {
  // The same gaps are drawn twice, first to learn how many fit in.
  const each = (visit: (atMs: number, index: number) => void): number => {
    const random = seededRandom(seed)
    const gapMs = (): number => (-1000 * Math.log(1 - random())) / perSecond
    let count = 0
    for (let atMs = gapMs(); atMs < durationMs; atMs += gapMs()) visit(atMs, count++)
    return count
  }
  const times = new Float64Array(each(() => undefined))
  each((atMs, index) => (times[index] = atMs))
  return { durationMs, total: times.length, reaches: promised => times[Math.floor(promised)] ?? durationMs }
}
