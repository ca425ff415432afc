import { nearestRank } from '../../../../../load/measure/nearest-rank.ts'

/** `[percentile 0..100, value]`, ascending. */
export type Percentiles = readonly (readonly [percentile: number, value: number])[]

/** The percentiles that a distribution of samples is summed up by. */
const DRAWN = [0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 98, 99, 99.5, 99.9, 100]

/** The value at a percentile: that of the first entry at or above it, so it is never flattering. Undefined when empty. */
export function valueAt(percentiles: Percentiles, percentile: number): number | undefined {
  return (percentiles.find(([at]) => at >= percentile - 1e-9) ?? percentiles.at(-1))?.[1]
}

/** The percentiles of a few values, for drawing. Empty when there is none. */
export function percentilesOf(values: readonly number[]): [percentile: number, value: number][] {
  const sorted = values.toSorted((a, b) => a - b)
  return DRAWN.flatMap(percentile => {
    const value = nearestRank(sorted, percentile)
    return value === undefined ? [] : [[percentile, value] as [number, number]]
  })
}

/**
 * Place of a percentile on an axis that gives every further nine the same width: 0 at p0, 1 at p90, 2 at p99, 3 at p99.9
 * (HdrHistogram's percentile axis). `end` caps it: p100 is infinitely far.
 */
export function ninesAt(percentile: number, end: number): number {
  return percentile >= 100 ? end : Math.min(end, -Math.log10(1 - percentile / 100))
}

/** How far the axis of nines goes for n values: to the percentile that one value in n lies beyond, p90 to p99.99. */
export function ninesFor(n: number): number {
  return Math.min(4, Math.max(1, Math.log10(Math.max(1, n))))
}
