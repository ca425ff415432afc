import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { BlockHistogram, mergeHistograms, readBlocks, readWhole } from './histogram.ts'
import { readHistograms } from './distribution.ts'
import type { HistogramData } from './measurement.ts'
import { seededRandom } from '../seeded-random.ts'

const DAY_MS = 86_400_000

/** Values of a run of some length, `[value, epoch ms]`, a few late and out of order; about 0.5 to 2000 ms. */
function valuesOver(spanMs: number, count: number, seed: number): [value: number, atMs: number][] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const lateMs = random() < 0.1 ? random() * 30_000 : 0
    return [0.5 * 4000 ** random(), Math.max(0, (index * spanMs) / count - lateMs)]
  })
}

function recordAll(values: readonly (readonly [value: number, atMs: number])[]): BlockHistogram {
  const histogram = new BlockHistogram()
  for (const [value, atMs] of values) histogram.record(value, atMs)
  return histogram
}

/** 99.9 % of 3000 is 2997, and a hair more in binary. */
const rankOf = (sorted: readonly number[], percentile: number): number =>
  sorted[Math.max(1, Math.ceil((percentile / 100) * sorted.length - 1e-9)) - 1] ?? Number.NaN

/** Within 0.1 %, plus half the thousandth that values are rounded to. */
const near = (seen: number, truth: number): boolean => Math.abs(seen - truth) <= 0.001 * truth + 0.0006

const spans = fc.integer({ min: 1000, max: 40 * DAY_MS })
const sizes = fc.integer({ min: 1, max: 3000 })
const seeds = fc.integer({ min: 0, max: 1_000_000 })

test('however long a run is, every value is kept: counts are exact, percentiles within 0.1 %', () => {
  fc.assert(
    fc.property(spans, sizes, seeds, (spanMs, count, seed) => {
      const values = valuesOver(spanMs, count, seed)
      const data = recordAll(values).toData()
      const sorted = values.map(([value]) => value).sort((a, b) => a - b)
      const { whole, blocks } = readHistograms([data])
      expect(whole.n).toBe(count)
      expect(blocks.reduce((sum, block) => sum + block.n, 0)).toBe(count)
      return [0, 1, 50, 95, 99, 99.9, 100].every(percentile =>
        near(whole.percentile(percentile), rankOf(sorted, percentile)),
      )
    }),
    { numRuns: 40 },
  )
})

test('however long a run is, each block has the values of its time: counts are exact, percentiles within 7 %', () => {
  fc.assert(
    fc.property(spans, sizes, seeds, (spanMs, count, seed) => {
      const values = valuesOver(spanMs, count, seed)
      return readBlocks(recordAll(values).toData()).every(({ startMs, spanMs: lengthMs, n, ...block }) => {
        const own = values.filter(([, atMs]) => atMs >= startMs && atMs < startMs + lengthMs)
        const sorted = own.map(([value]) => value).sort((a, b) => a - b)
        const mean = sorted.reduce((sum, value) => sum + value, 0) / n
        const median = rankOf(sorted, 50)
        return (
          n === own.length &&
          Math.abs(block.percentile(50) - median) <= 0.07 * median &&
          Math.abs(block.mean - mean) <= 0.07 * mean
        )
      })
    }),
    { numRuns: 40 },
  )
})

test('merged blocks add up, below any limit, to what the whole has below it', () => {
  fc.assert(
    fc.property(sizes, seeds, fc.double({ min: 0.5, max: 2000, noNaN: true }), (count, seed, limit) => {
      const { whole, blocks } = readHistograms([recordAll(valuesOver(DAY_MS, count, seed)).toData()])
      const below = blocks.reduce((sum, block) => sum + block.countBelow(limit, true), 0)
      return Math.abs(below - whole.countBelow(limit, true)) < 1e-6 * count
    }),
    { numRuns: 40 },
  )
})

test('ten minutes are kept second by second; beyond, blocks are merged to 10 s, 60 s and longer', () => {
  const blockOf = (seconds: number): number | undefined => {
    const histogram = new BlockHistogram()
    for (let second = 0; second < seconds; second++) histogram.record(1, second * 1000)
    return histogram.toData().blockMs
  }
  expect([600, 601, 1001, 6001, 30_001].map(blockOf)).toEqual([undefined, 10_000, 60_000, 300_000, 900_000])
})

test('no run is so long that there are more than 600 blocks, or more than 100 of those that were merged', () => {
  fc.assert(
    fc.property(spans, sizes, seeds, (spanMs, count, seed) => {
      const { blocks, blockMs } = recordAll(valuesOver(spanMs, count, seed)).toData()
      return blocks.length <= (blockMs === undefined ? 600 : 100)
    }),
    { numRuns: 40 },
  )
})

test('parts of several threads put together are the whole, whatever the length of their blocks', () => {
  const read = (all: readonly HistogramData[]) =>
    readHistograms(all).blocks.map(block => [block.startMs, block.n, block.buckets()])
  fc.assert(
    fc.property(fc.array(fc.tuple(spans, sizes, seeds), { minLength: 1, maxLength: 4 }), shards => {
      const values = shards.map(([spanMs, count, seed]) => valuesOver(spanMs, count, seed))
      const parts = values.map(one => recordAll(one).toData())
      const merged = mergeHistograms(parts)
      const all = values.flat()
      const sorted = all.map(([value]) => value).sort((a, b) => a - b)
      expect(merged.n).toBe(all.length)
      return (
        near(readWhole(merged).percentile(95), rankOf(sorted, 95)) &&
        isDeepStrictEqual(read([merged]), read(parts))
      )
    }),
    { numRuns: 25 },
  )
})

test('parts that were handed on add up to what is handed back', () => {
  fc.assert(
    fc.property(sizes, seeds, fc.integer({ min: 1, max: 50 }), (count, seed, every) => {
      const handing = new BlockHistogram('a', true)
      const sum = new BlockHistogram()
      for (const [index, [value, atMs]] of valuesOver(60_000, count, seed).entries()) {
        if (index % 5 === 0) handing.recordCensored(value, atMs)
        else handing.record(value, atMs)
        const part = index % every === 0 || index === count - 1 ? handing.takePart() : undefined
        if (part) sum.add(part)
      }
      expect(handing.takePart()).toBe(undefined)
      return isDeepStrictEqual(sum.toData(), handing.toData())
    }),
    { numRuns: 40 },
  )
})
