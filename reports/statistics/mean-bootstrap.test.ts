import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { bootstrapInterval } from './block-bootstrap.ts'
import { exampleSeries } from './testing/example-series.ts'
import { meanBootstrap } from './mean-bootstrap.ts'

/** How many of 300 series of 40 values around 5 have the 5 in their 90 % interval. */
function covered(memory: number): number {
  const random = seededRandom(1)
  return Array.from({ length: 300 }, (_, seed) => {
    const values = exampleSeries(random, 40, memory).map(value => 5 + value)
    const { low, high } = bootstrapInterval(meanBootstrap(values, { seed }))
    return low <= 5 && high >= 5
  }).filter(Boolean).length
}

test('the 90 % interval covers the true mean in 83-95 % of series, with memory and without', () => {
  for (const memory of [0, 0.3]) {
    const share = covered(memory) / 300
    expect(share).toBeGreaterThanOrEqual(0.83)
    expect(share).toBeLessThanOrEqual(0.95)
  }
})

test('memory widens the interval: half kept from value to value nearly doubles it', () => {
  const width = (values: readonly number[]): number => {
    const { low, high } = bootstrapInterval(meanBootstrap(values))
    return high - low
  }
  const remembers = exampleSeries(seededRandom(3), 400, 0.5)
  const order = seededRandom(4)
  const shuffled = remembers
    .map(value => ({ value, place: order() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value)
  // The variance of the mean is (1 + 0.5) / (1 - 0.5) = 3 times that of independent values: 1.73 in width.
  const ratio = width(remembers) / width(shuffled)
  expect(ratio).toBeGreaterThan(1.4)
  expect(ratio).toBeLessThan(2.1)
})

test('the interval moves and grows with the values', () => {
  const values = exampleSeries(seededRandom(5), 30, 0.3).map(value => Math.round(value * 1000))
  const { low, high } = bootstrapInterval(meanBootstrap(values))
  const moved = bootstrapInterval(meanBootstrap(values.map(value => 4 * value + 100)))
  expect(moved.low).toBeCloseTo(4 * low + 100, 6)
  expect(moved.high).toBeCloseTo(4 * high + 100, 6)
})

test('the interval reaches further to the side of the outliers', () => {
  // 40 draws find the one value in 40 once on average, not at all in 36 % of resamples, three times or more in 8 %.
  const values = Array.from({ length: 40 }, (_, index) => (index === 17 ? 40 : 0))
  for (const sign of [1, -1]) {
    const means = meanBootstrap(
      values.map(value => sign * value),
      { blockLength: 1 },
    )
    const { low, high } = bootstrapInterval(means)
    const [outward, inward] = sign > 0 ? [high - 1, 1 - low] : [-1 - low, high + 1]
    expect(outward / inward).toBeGreaterThan(1.5)
  }
})

test('values all alike leave no doubt, and the same seed gives the same means', () => {
  expect(new Set(meanBootstrap(Array.from({ length: 20 }, () => 7)))).toEqual(new Set([7]))
  const values = exampleSeries(seededRandom(6), 20, 0.3)
  expect(meanBootstrap(values)).toEqual(meanBootstrap(values, { seed: 1, resamples: 999, blockLength: 3 }))
  expect(meanBootstrap(values, { seed: 2 })).not.toEqual(meanBootstrap(values))
})

test('too few values, and values that are not finite, are refused', () => {
  expect(() => meanBootstrap([1, 2, 3])).toThrow('at least 12 values, got 3')
  expect(() => meanBootstrap([1, Number.NaN])).toThrow('got NaN')
})
