import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import type { Arrivals } from './arrivals-of.ts'
import { sum } from './sum.ts'

const listed = (...times: readonly number[]): Arrivals => ({
  durationMs: 1000,
  count: times.length,
  at: index => times[index] ?? Number.NaN,
})
// Few values, so that many arrivals share a moment.
const times = fc
  .array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 })
  .map(list => list.sort((a, b) => a - b))
const manyTimes = fc.array(times, { minLength: 1, maxLength: 5 })

test('a sum is the merge of its parts, asked for in any order', () => {
  fc.assert(
    fc.property(manyTimes, fc.array(fc.nat(), { maxLength: 50 }), (lists, order) => {
      const whole = sum(lists.map(list => listed(...list)))
      const expected = lists.flat().sort((a, b) => a - b)
      expect(whole.total).toBe(expected.length)
      expect(expected.map((_, index) => whole.reaches(index))).toEqual(expected)
      if (expected.length === 0) return
      for (const any of order) {
        const index = any % expected.length
        expect(whole.reaches(index)).toBe(expected[index])
      }
    }),
  )
})

test('an arrival deep in a sum is found without going through those before it', () => {
  let asked = 0
  const even = (gapMs: number): Arrivals => ({
    durationMs: 1e9,
    count: Math.floor(1e9 / gapMs),
    at(index) {
      asked++
      return index * gapMs
    },
  })
  const whole = sum([even(1), even(3), even(1000)])
  const index = 800_000_000
  const atMs = whole.reaches(index)
  // A look at each of the 3 parts takes a third of what is left: 3 ln(8e8) / ln(3 / 2) looks are 152.
  expect(asked).toBeLessThan(300)
  const before = [1, 3, 1000].reduce((count, gapMs) => count + Math.ceil(atMs / gapMs), 0)
  const upTo = [1, 3, 1000].reduce((count, gapMs) => count + Math.floor(atMs / gapMs) + 1, 0)
  expect(before).toBeLessThanOrEqual(index)
  expect(upTo).toBeGreaterThan(index)
})
