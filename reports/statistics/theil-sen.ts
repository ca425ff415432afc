import { median } from './median.ts'

/** A value `y` at `x`. */
export type Point = readonly [x: number, y: number]

/** `y = slope x + intercept`. */
export interface Line {
  slope: number
  intercept: number
}

/**
 * The Theil-Sen line: the median of the slopes of all pairs of points, through the medians of x and of y (Sen, Estimates of the
 * regression coefficient based on Kendall's tau, 1968; the intercept is Conover's). Up to 29 % of the points may be wild. Pairs
 * with equal x have no slope and are passed over. All `n (n - 1) / 2` pairs are looked at: `thinned` for more than some thousand.
 *
 * @returns undefined with fewer than two different x
 * @throws RangeError when a coordinate is not finite
 */
export function theilSen(points: readonly Point[]): Line | undefined {
  const strange = points.find(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))
  if (strange) throw new RangeError(`A line needs finite points, got (${strange.join(', ')}): leave it out.`)
  const xs = Float64Array.from(points, ([x]) => x)
  const ys = Float64Array.from(points, ([, y]) => y)
  const slope = median(pairSlopes(xs, ys))
  return Number.isNaN(slope) ? undefined : { slope, intercept: median(ys) - slope * median(xs) }
}

/**
 * The slope of each pair of different x. Pairs that have the same of `drawn`, where it is given, are passed over: they are copies of
 * one value.
 */
export function pairSlopes(xs: Float64Array, ys: Float64Array, drawn?: Int32Array): Float64Array {
  const slopes = new Float64Array((xs.length * (xs.length - 1)) / 2)
  let filled = 0
  for (const [index, x] of xs.entries()) {
    const y = ys[index] ?? 0
    for (let other = index + 1; other < xs.length; other++) {
      const run = (xs[other] ?? 0) - x
      if (run !== 0 && !(drawn && drawn[index] === drawn[other]))
        slopes[filled++] = ((ys[other] ?? 0) - y) / run
    }
  }
  return slopes.subarray(0, filled)
}

/**
 * At most so many points that stand for all: in order of x, cut into runs as long as one another (to one point), the median x and
 * the median y of each. Points that are few enough are only put in order.
 *
 * @param most how many at most, a whole number from 1 up
 */
export function thinned(points: readonly Point[], most: number): Point[] {
  const ordered = points.toSorted(([one], [other]) => one - other)
  if (ordered.length <= most) return ordered
  return Array.from({ length: most }, (_, index) => {
    const [from, to] = [index, index + 1].map(edge => Math.floor((edge * ordered.length) / most))
    const run = ordered.slice(from, to)
    return [median(Float64Array.from(run, ([x]) => x)), median(Float64Array.from(run, ([, y]) => y))] as const
  })
}
