import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { BlockHistogram, HIGHEST_VALUE, mergeHistograms, readBlocks, readWhole } from './histogram.ts'

const record = (values: readonly number[], atMs: (index: number) => number = () => 0): BlockHistogram => {
  const histogram = new BlockHistogram()
  for (const [index, value] of values.entries()) histogram.record(value, atMs(index))
  return histogram
}

const milliseconds = fc.array(
  fc.oneof(
    fc.double({ min: 0, max: 5, noNaN: true }),
    fc.double({ min: 0, max: 2000, noNaN: true }),
    fc.double({ min: 0, max: HIGHEST_VALUE, noNaN: true }),
  ),
  { minLength: 1, maxLength: 300 },
)

/** Within 0.1 %, plus half the thousandth that values are rounded to. */
const near = (seen: number, truth: number): boolean => Math.abs(seen - truth) <= 0.001 * truth + 0.0006

test('percentiles are those of a sorted list, within 0.1 %', () => {
  fc.assert(
    fc.property(milliseconds, fc.integer({ min: 1, max: 1000 }), (values, permille) => {
      const sorted = values.toSorted((a, b) => a - b)
      const rank = Math.max(1, Math.ceil((permille * sorted.length) / 1000))
      return near(
        readWhole(record(values).toData()).percentile(permille / 10),
        sorted[rank - 1] ?? Number.NaN,
      )
    }),
  )
})

test('values below a limit are counted as a list would, those within 0.1 % of it apart', () => {
  fc.assert(
    fc.property(milliseconds, fc.double({ min: 0.01, max: 5000, noNaN: true }), (values, limit) => {
      const seen = readWhole(record(values).toData()).countBelow(limit, false)
      const surely = values.filter(value => value < limit * 0.999 - 0.0011).length
      const atMost = values.filter(value => value < limit + 0.0006).length
      return seen >= surely && seen <= atMost
    }),
  )
})

test('a value at the limit is below it only when the count is inclusive', () => {
  const data = record([1, 2, 2, 3]).toData()
  expect(readWhole(data).countBelow(2, false)).toBe(1)
  expect(readWhole(data).countBelow(2, true)).toBe(3)
  expect(readWhole(data).countBelow(0.5, true)).toBe(0)
  expect(readWhole(data).countBelow(100, false)).toBe(4)
})

test('a value counts as below the limit only when all values of its bucket are', () => {
  // Around 200 ms a bucket is 0.128 ms wide: 199.99 can't be told from 200.01.
  expect(readWhole(record([199.99]).toData()).countBelow(200, false)).toBe(0)
  expect(readWhole(record([199.8]).toData()).countBelow(200, false)).toBe(1)
})

test('the buckets hold all values, ascending', () => {
  expect(readWhole(record([3, 1, 2, 1]).toData()).buckets()).toEqual([
    [1, 2],
    [2, 1],
    [3, 1],
  ])
})

test('blocks follow the clock, in time order whatever the order of recording', () => {
  const data = record([0.5, 0.6, 0.7, 0.8], index => [2500, 1000, 2999, 1999][index] ?? 0).toData()
  expect(data.blocks.map(block => block.startMs)).toEqual([1000, 2000])
  expect(readBlocks(data).map(block => [block.startMs, block.n, block.percentile(100)])).toEqual([
    [1000, 2, 0.8],
    [2000, 2, 0.7],
  ])
  expect(readWhole(data).startMs).toBe(1000)
})

test('values for a block that is over are added to it, however many', () => {
  const atMs = (index: number): number => (index % 7) * 1000
  const histogram = record(
    Array.from({ length: 5000 }, (_, index) => index / 10),
    atMs,
  )
  const blocks = readBlocks(histogram.toData())
  expect(blocks.map(block => block.startMs)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000])
  expect(blocks.map(block => block.n)).toEqual([715, 715, 714, 714, 714, 714, 714])
  expect(blocks.reduce((sum, block) => sum + block.n * block.mean, 0) / 5000).toBeCloseTo(249.95, 1)
})

test('a value or a time that is no finite number is an error with the name and the value', () => {
  const histogram = new BlockHistogram('api.latency')
  expect(() => histogram.record(Number.NaN, 0)).toThrow('api.latency was given NaN as its value')
  expect(() => histogram.record(Number.POSITIVE_INFINITY, 0)).toThrow('given Infinity as its value')
  expect(() => histogram.recordCensored(1, Number.NaN)).toThrow('given NaN as its time')
  expect(histogram.toData()).toMatchObject({ n: 0, overflow: 0, censored: 0 })
})

test('shards put together are the whole', () => {
  const stamped = fc.array(
    fc.tuple(fc.double({ min: 0, max: 9000, noNaN: true }), fc.integer({ min: 0, max: 5000 })),
    {
      minLength: 1,
      maxLength: 200,
    },
  )
  fc.assert(
    fc.property(stamped, fc.integer({ min: 1, max: 5 }), (entries, shards) => {
      const whole = new BlockHistogram()
      const parts = Array.from({ length: shards }, () => new BlockHistogram())
      for (const [index, [value, atMs]] of entries.entries()) {
        whole.record(value, atMs)
        parts[index % shards]?.record(value, atMs)
      }
      const merged = mergeHistograms(parts.map(part => part.toData()))
      const read = (data: typeof merged) =>
        readBlocks(data).map(block => [block.startMs, block.n, block.buckets()])
      const pooled = readWhole(...parts.map(part => part.toData()))
      return (
        merged.n === entries.length &&
        isDeepStrictEqual(read(merged), read(whole.toData())) &&
        isDeepStrictEqual(pooled.buckets(), readWhole(whole.toData()).buckets())
      )
    }),
    { numRuns: 30 },
  )
})

test('a value above the highest is kept as the highest and counted', () => {
  const data = record([HIGHEST_VALUE * 2, Number.MAX_VALUE, 5]).toData()
  expect(data).toMatchObject({ n: 3, overflow: 2, censored: 0 })
  expect(near(readWhole(data).percentile(100), HIGHEST_VALUE)).toBe(true)
})

test('the highest value itself is told apart, and is no overflow', () => {
  const data = record([HIGHEST_VALUE]).toData()
  expect(data).toMatchObject({ n: 1, overflow: 0 })
  expect(near(readWhole(data).percentile(100), HIGHEST_VALUE)).toBe(true)
})

test('what is recorded so far is counted, time-outs and overflows too', () => {
  const histogram = record([1, HIGHEST_VALUE * 2])
  expect(histogram.n).toBe(2)
  histogram.recordCensored(10_000, 0)
  expect(histogram.n).toBe(3)
})

test('a time-out is a value and is counted as a lower bound, also after merging', () => {
  const histogram = record([1, 2])
  histogram.recordCensored(10_000, 0)
  expect(histogram.toData()).toMatchObject({ n: 3, censored: 1 })
  expect(mergeHistograms([histogram.toData(), histogram.toData()])).toMatchObject({
    n: 6,
    censored: 2,
    overflow: 0,
  })
})

test('a negative value counts as 0', () => {
  const data = record([-3, -0.001]).toData()
  expect(data.n).toBe(2)
  expect(readWhole(data).percentile(100)).toBe(0)
})

test('nothing recorded is nothing read', () => {
  const data = new BlockHistogram().toData()
  expect(data).toEqual({ kind: 'histogram', blocks: [], n: 0, overflow: 0, censored: 0 })
  expect(mergeHistograms([])).toEqual(data)
})

test('data survive JSON', () => {
  const data = record([1, 20, 300], index => index * 1000).toData()
  const copy = JSON.parse(JSON.stringify(data)) as typeof data
  expect(copy).toEqual(data)
  expect(readWhole(copy).buckets()).toEqual(readWhole(data).buckets())
})
