import { largestOf } from '../load/measure/extremes.ts'

/** A curve whose last value is less than this many times the first has not risen enough to have a knee. */
export const LEAST_RISE = 1.5

/** A point that lies below the chord by less than this share of the rise lies on it, as far as medians of a few values can tell. */
const LEAST_BEND = 0.05

/**
 * The knee of a rising curve: where it stops being flat. Kneedle for a convex, increasing curve (Satopää et al. 2011,
 * https://doi.org/10.1109/ICDCSW.2011.20): with both axes scaled to 0 to 1, the point furthest below the chord from the first point
 * to the last. There is none with fewer than three points, when the last value is less than `LEAST_RISE` times the first, or when
 * no point lies below the chord by a twentieth of the rise.
 *
 * @param points `[x, value]`, by rising x, values not negative
 * @returns the index of the knee; undefined when the curve has none
 */
export function knee(points: readonly (readonly [x: number, value: number])[]): number | undefined {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return undefined
  const rise = last[1] - first[1]
  if (rise <= 0 || last[1] < LEAST_RISE * first[1]) return undefined
  const belowChord = points.map(
    ([x, value]) => (x - first[0]) / (last[0] - first[0]) - (value - first[1]) / rise,
  )
  const furthest = largestOf(belowChord)
  return furthest < LEAST_BEND ? undefined : belowChord.indexOf(furthest)
}
