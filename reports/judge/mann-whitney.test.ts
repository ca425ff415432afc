import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { mannWhitney } from './mann-whitney.ts'

const sine = (count: number, digits: number): number[] =>
  Array.from({ length: count }, (_, index) => Number((Math.sin((index + 1) * 1.7) * 10).toFixed(digits)))
const cosine = (count: number, digits: number): number[] =>
  Array.from({ length: count }, (_, index) => Number((Math.cos((index + 1) * 2.3) * 10 + 3).toFixed(digits)))

test('three against three can never reach 0.05, four against four can', () => {
  expect(mannWhitney([1, 2, 3], [4, 5, 6])).toEqual({ statistic: 0, pValue: 2 / 20 })
  expect(mannWhitney([5, 6, 7, 8], [1, 2, 3, 4])).toEqual({ statistic: 16, pValue: 2 / 70 })
})

/** scipy.stats.mannwhitneyu: exact, PermutationMethod(inf) with ties, asymptotic above 60. */
const KNOWN: readonly [
  name: string,
  a: readonly number[],
  b: readonly number[],
  statistic: number,
  pValue: number,
][] = [
  [
    '6 against 7',
    [12.1, 14.3, 11.8, 19.2, 13.3, 15.5],
    [16.4, 18.8, 13.9, 21.7, 22.4, 17.1, 20.3],
    6,
    0.03496503496503496,
  ],
  ['5 against 7 with ties', [1, 2, 2, 3, 5], [2, 3, 3, 4, 6, 6, 7], 7, 0.10353535353535354],
  ['4 against 8 with lopsided ties', [1, 1, 1, 2], [1, 2, 2, 2, 2, 9, 9, 9], 4.5, 0.08484848484848485],
  ['30 against 30', sine(30, 3), cosine(30, 3), 334, 0.08777948147775473],
  ['50 against 40 with ties', sine(50, 0), cosine(40, 0), 775.5, 0.0685558297677036],
]
for (const [name, a, b, statistic, pValue] of KNOWN) {
  test(`${name} have the statistic and the p-value of scipy`, () => {
    const found = mannWhitney(a, b)
    expect(found.statistic).toBe(statistic)
    expect(found.pValue / pValue).toBeCloseTo(1, 9)
  })
}

const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 })

test('the p-value is twice the smaller tail of all ways to deal the values', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const all = [...a, ...b]
      const wins = (one: readonly number[], other: readonly number[]): number =>
        one
          .flatMap(x => other.map(y => (x > y ? 1 : x === y ? 0.5 : 0)))
          .reduce<number>((sum, win) => sum + win, 0)
      const deals: number[] = []
      for (let way = 0; way < 2 ** all.length; way++) {
        const [first, second] = [1, 0].map(bit => all.filter((_, index) => ((way >> index) & 1) === bit))
        if (first?.length === a.length) deals.push(wins(first, second ?? []))
      }
      const seen = wins(a, b)
      const tails = [deals.filter(deal => deal <= seen), deals.filter(deal => deal >= seen)]
      const wanted = Math.min(1, (2 * Math.min(...tails.map(tail => tail.length))) / deals.length)
      const found = mannWhitney(a, b)
      expect(found.statistic).toBe(seen)
      expect(found.pValue).toBeCloseTo(wanted, 12)
    }),
    { numRuns: 40 },
  )
})

test('the order of the samples turns the statistic round and leaves the p-value', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const [one, other] = [mannWhitney(a, b), mannWhitney(b, a)]
      expect(one.statistic + other.statistic).toBe(a.length * b.length)
      expect(one.pValue).toBeCloseTo(other.pValue, 12)
    }),
  )
})

test('only the order of the values counts', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const stretch = (values: readonly number[]): number[] => values.map(value => Math.exp(value) - 100)
      expect(mannWhitney(stretch(a), stretch(b))).toEqual(mannWhitney(a, b))
    }),
  )
})

test('above 60 values the approximation is within 1 % of the exact p-value', () => {
  // scipy.stats.mannwhitneyu with method='exact'.
  expect(Math.abs(mannWhitney(sine(30, 3), cosine(31, 3)).pValue / 0.10492268086879224 - 1)).toBeLessThan(
    0.01,
  )
})

test('samples that are empty or all alike show nothing', () => {
  expect(mannWhitney([], [1, 2])).toEqual({ statistic: 0, pValue: 1 })
  expect(mannWhitney([1, 2], [])).toEqual({ statistic: 0, pValue: 1 })
  expect(mannWhitney(sine(70, 3), [])).toEqual({ statistic: 0, pValue: 1 })
  expect(mannWhitney([3, 3], [3, 3]).pValue).toBe(1)
  const alike = Array.from({ length: 40 }, () => 3)
  expect(mannWhitney(alike, alike)).toEqual({ statistic: 800, pValue: 1 })
})

test('what has no rank is refused', () => {
  expect(() => mannWhitney([1], [Number.NaN])).toThrow('got NaN')
})
