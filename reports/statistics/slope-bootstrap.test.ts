import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { bootstrapInterval } from './block-bootstrap.ts'
import { exampleSeries } from './testing/example-series.ts'
import { residualBootstrap } from './residual-bootstrap.ts'
import { slopeBootstrap } from './slope-bootstrap.ts'
import { theilSen } from './theil-sen.ts'
import type { Point } from './theil-sen.ts'

/** A line of slope 0.1 with noise that keeps half of itself from value to value. */
const drifting = (count: number, seed: number, random = seededRandom(seed)): Point[] =>
  exampleSeries(random, count, 0.5).map((noise, x) => [x, 20 + 0.1 * x + noise])

// 300 series, and of each 199 resamples with a slope through 60 points: some 5 s of arithmetic.
test('the 90 % interval covers the true slope in 85-95 % of series', () => {
  const random = seededRandom(1)
  const covered = Array.from({ length: 300 }, (_, seed) => {
    const { low, high } = bootstrapInterval(slopeBootstrap(drifting(60, 0, random), { seed, resamples: 199 }))
    return low <= 0.1 && high >= 0.1
  }).filter(Boolean).length
  expect(covered / 300).toBeGreaterThanOrEqual(0.85)
  expect(covered / 300).toBeLessThanOrEqual(0.95)
})

test('the slopes lie around the slope of the fit, and more points narrow them', () => {
  const few = bootstrapInterval(slopeBootstrap(drifting(30, 2)))
  const many = bootstrapInterval(slopeBootstrap(drifting(3000, 2)))
  expect(many.low).toBeLessThan(0.1)
  expect(many.high).toBeGreaterThan(0.1)
  // A hundred times the points: the deviation of a slope falls by 100^1.5.
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 300)
})

test('a line added to the points is added to the slopes, and their order does not matter', () => {
  const points = drifting(40, 3)
  const slopes = slopeBootstrap(points)
  const steeper = slopeBootstrap(points.map(([x, y]): Point => [x, y + 3 * x - 7]).toReversed())
  for (const [index, slope] of slopes.entries()) expect(steeper[index]).toBeCloseTo(slope + 3, 9)
})

test('a slope is the median over all pairs but copies of one residual, as counted plainly', () => {
  const points = drifting(14, 7)
  const line = theilSen(points) ?? { slope: 0, intercept: 0 }
  const offsets = points.map(([x, y]) => y - line.slope * x - line.intercept)
  const middle = offsets.reduce((sum, offset) => sum + offset, 0) / 14
  const plain = (noise: Float64Array, drawn: Int32Array): number => {
    const slopes = points.flatMap((_, one) =>
      points.flatMap((_, other) =>
        one < other && drawn[one] !== drawn[other]
          ? [((noise[other] ?? 0) - (noise[one] ?? 0)) / (other - one)]
          : [],
      ),
    )
    const sorted = slopes.toSorted((a, b) => a - b)
    const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
    return line.slope + (low + high) / 2
  }
  const wanted = residualBootstrap(
    Float64Array.from(offsets, offset => offset - middle),
    2,
    plain,
  )
  const slopes = slopeBootstrap(points)
  for (const [index, slope] of slopes.entries()) expect(slope).toBeCloseTo(wanted[index] ?? Number.NaN, 9)
})

test('above 100 points a block counts the 100 that stand for them', () => {
  const points = drifting(5000, 6)
  expect(slopeBootstrap(points, { resamples: 19, blockLength: 49 })).toHaveLength(19)
  expect(() => slopeBootstrap(points, { blockLength: 50 })).toThrow('a series of 99: use at most 49')
})

test('points on a line leave no doubt of its slope', () => {
  const slopes = slopeBootstrap(Array.from({ length: 20 }, (_, x) => [x, 2 * x + 1] as const))
  expect(new Set(slopes)).toEqual(new Set([2]))
  // 0.1 is rounded in binary, and so are sums of it.
  const level = slopeBootstrap(Array.from({ length: 20 }, (_, x) => [x, 0.1] as const))
  expect(new Set(level)).toEqual(new Set([0]))
})

test('the same seed gives the same slopes to the bit', () => {
  const points = drifting(30, 4)
  expect(slopeBootstrap(points, { resamples: 99 })).toEqual(
    slopeBootstrap(points, { resamples: 99, seed: 1 }),
  )
  expect(slopeBootstrap(points, { resamples: 99, seed: 2 })).not.toEqual(
    slopeBootstrap(points, { resamples: 99 }),
  )
})

test('what no slope can be told from is refused', () => {
  expect(() => slopeBootstrap([[1, 2]])).toThrow('two x at least')
  expect(() => slopeBootstrap(drifting(11, 5))).toThrow('at least 12 values, got 11')
})
