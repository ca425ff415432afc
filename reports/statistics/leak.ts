import { bootstrapInterval } from './block-bootstrap.ts'
import type { BootstrapOptions } from './block-bootstrap.ts'
import { LEAST_VALUES } from './residual-bootstrap.ts'
import { slopeBootstrap } from './slope-bootstrap.ts'
import { theilSen } from './theil-sen.ts'
import type { Point } from './theil-sen.ts'

/** How a leak is told from what comes and goes. */
export interface LeakRule extends BootstrapOptions {
  /** What grows by less than this in a unit of x is no leak, above 0. */
  least: number
  /** Of so long a time, in units of x, the smallest value counts: what garbage adds to it is gone at some time in it. */
  window: number
}

/** What a series says of a leak. */
export type LeakFinding =
  | { kind: 'too-short'; /** Windows that there are, and that it takes. */ windows: number; needed: number }
  | {
      kind: 'leak' | 'steady'
      /** Growth of the minima in a unit of x, and the bounds of its 90 % interval. */
      slope: number
      low: number
      high: number
      /** Growth of the minima of each half of the time. */
      halves: readonly [first: number, second: number]
      /** The smallest value of each window, in the order of time. */
      minima: readonly Point[]
    }

/**
 * Whether something grows without an end: of the minima of each window the Theil-Sen slope is above `least`, its lower bound (block bootstrap) above half
 * of that, and the slope of each half of the time above half of it too. A cache that fills up grows in the first half alone. A rank test for a trend
 * (Mann-Kendall) takes any wandering for one.
 *
 * In 200 seeded series of 24 h in windows of 30 min, each with garbage of up to 40 MB and wandering by some 2 MB, all leaks of 0.1 MB/min and more were found
 * with `least` 0.02 MB/min, and none in those without: see the tests.
 *
 * @param points in any order; a window without one is passed over
 * @throws RangeError when the rule or a point is not finite, or the rule not above 0
 */
export function findLeak(points: readonly Point[], { least, window, ...options }: LeakRule): LeakFinding {
  if (!(least > 0 && window > 0 && Number.isFinite(least + window)))
    throw new RangeError(`A leak rule needs numbers above 0, got least ${least} and window ${window}.`)
  const minima = minimaOf(points, window)
  if (minima.length < LEAST_VALUES) return { kind: 'too-short', windows: minima.length, needed: LEAST_VALUES }
  const middle = minima.length >> 1
  const [slope = 0, first = 0, second = 0] = [minima, minima.slice(0, middle), minima.slice(middle)].map(
    part => theilSen(part)?.slope,
  )
  const { low, high } = bootstrapInterval(slopeBootstrap(minima, options))
  const grows = slope > least && [low, first, second].every(one => one > least / 2)
  return { kind: grows ? 'leak' : 'steady', slope, low, high, halves: [first, second], minima }
}

/** @returns the smallest value of each window, at the window's middle: where in it the smallest lies is chance */
function minimaOf(points: readonly Point[], window: number): Point[] {
  const startX = points.reduce((least, [x]) => Math.min(least, x), Number.POSITIVE_INFINITY)
  const smallest = new Map<number, number>()
  for (const [x, y] of points) {
    const index = Math.floor((x - startX) / window)
    smallest.set(index, Math.min(y, smallest.get(index) ?? Number.POSITIVE_INFINITY))
  }
  return [...smallest]
    .toSorted(([a], [b]) => a - b)
    .map(([index, value]) => [startX + (index + 0.5) * window, value] as const)
}
