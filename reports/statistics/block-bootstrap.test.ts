import { expect, test } from '@playwright/test'
import { blockBootstrap, bootstrapInterval, defaultBlockLength } from './block-bootstrap.ts'

test('a resample is whole blocks of neighbours, the last cut to length', () => {
  const seen: number[][] = []
  blockBootstrap(11, indices => seen.push([...indices]), { blockLength: 4, resamples: 50 })
  expect(seen).toHaveLength(50)
  for (const indices of seen) {
    expect(indices).toHaveLength(11)
    for (const [place, index] of indices.entries()) {
      expect(index).toBeGreaterThanOrEqual(0)
      expect(index).toBeLessThan(11)
      if (place % 4 > 0) expect(index).toBe(((indices[place - 1] ?? -1) + 1) % 11)
    }
  }
})

test('each index is drawn as often as the others, the first and the last too', () => {
  const drawn = Array.from({ length: 10 }, () => 0)
  blockBootstrap(
    10,
    indices => {
      for (const index of indices) drawn[index] = (drawn[index] ?? 0) + 1
      return 0
    },
    { blockLength: 5, resamples: 4000 },
  )
  // 4000 each. A block holds an index with chance 1/2, so that the deviation is sqrt(8000 / 4) = 45.
  for (const count of drawn) expect(Math.abs(count - 4000)).toBeLessThan(180)
})

test('with blocks of one, the deviation of the mean is that of the values over the root of their count', () => {
  const values = Array.from({ length: 100 }, (_, index) => index)
  const mean = (indices: Int32Array): number =>
    indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / 100
  const means = blockBootstrap(100, mean, { blockLength: 1, resamples: 4000 })
  const middle = means.reduce((sum, one) => sum + one, 0) / means.length
  const deviation = Math.sqrt(means.reduce((sum, one) => sum + (one - middle) ** 2, 0) / means.length)
  // sqrt((100^2 - 1) / 12) / 10 = 2.887; of 4000 resamples it is seen within 1.1 %.
  expect(middle).toBeCloseTo(49.5, 0)
  expect(Math.abs(deviation / 2.8866 - 1)).toBeLessThan(0.045)
})

test('the same seed gives the same resamples to the bit, another seed others', () => {
  const sum = (indices: Int32Array): number =>
    indices.reduce((total, index, place) => total + index * place, 0)
  const first = blockBootstrap(40, sum)
  expect(blockBootstrap(40, sum)).toEqual(first)
  expect(blockBootstrap(40, sum, { seed: 1 })).toEqual(first)
  expect(blockBootstrap(40, sum, { seed: 2 })).not.toEqual(first)
  expect(first).toHaveLength(999)
  expect(first).toEqual(first.toSorted())
})

test('seed 1 begins its blocks where mulberry32 says', () => {
  // 2693262067, 11749833, 2265367787, 4213581821 of 2^32, times 8: 5.02, 0.02, 4.2, 7.8. The next four: 7.7, 2.2, 4.9, 5.8.
  const seen: number[][] = []
  blockBootstrap(8, indices => seen.push([...indices]), { resamples: 2, blockLength: 2 })
  expect(seen).toEqual([
    [5, 6, 0, 1, 4, 5, 7, 0],
    [7, 0, 2, 3, 4, 5, 5, 6],
  ])
})

test('the default block is the cube root of the count, rounded up, and at most half of it', () => {
  const counts = [1, 2, 3, 4, 8, 9, 27, 28, 40, 64, 1000]
  expect(counts.map(defaultBlockLength)).toEqual([1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 10])
})

test('an interval is read from the resamples by their place', () => {
  const sorted = Float64Array.from({ length: 999 }, (_, index) => index + 1)
  expect(bootstrapInterval(sorted)).toEqual({ low: 50, high: 950 })
  expect(bootstrapInterval(sorted, 0.95)).toEqual({ low: 25, high: 975 })
  expect(bootstrapInterval(sorted.subarray(0, 19))).toEqual({ low: 1, high: 19 })
  expect(() => bootstrapInterval(sorted.subarray(0, 18))).toThrow('0.9 cannot be read from 18 resamples')
  expect(() => bootstrapInterval(sorted, 1)).toThrow(RangeError)
  expect(() => bootstrapInterval(sorted, 0)).toThrow(RangeError)
})

test('all numbers out of range are named', () => {
  expect(() => blockBootstrap(0, () => 0, { resamples: 0.5, blockLength: 1 })).toThrow(
    'count = 0, resamples = 0.5',
  )
  expect(() => blockBootstrap(10, () => 0, { blockLength: 6 })).toThrow('use at most 5')
})
