import { expect, test } from '@playwright/test'
import { seededRandom } from '../../seeded-random.ts'
import { chooseClass, thinkingMs } from './mix.ts'
import type { Mix } from './mix.ts'

const weighted = (...weights: number[]): Mix => ({
  classes: weights.map((weight, index) => ({ name: String(index), weight, steps: [] })),
})

/** Pearson's statistic of what was counted against shares in proportion to the weights. */
function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return counts.reduce((sum, count, index) => {
    const due = (n * (weights[index] ?? 0)) / total
    return sum + (count - due) ** 2 / due
  }, 0)
}

const countsOf = (mix: Mix, draws: number, seed: number): number[] => {
  const random = seededRandom(seed)
  const counts = mix.classes.map(() => 0)
  for (let draw = 0; draw < draws; draw++) {
    const index = Number(chooseClass(mix, random())?.name)
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

test('classes come as often as their weights say: chi-square with 3 degrees of freedom, below its 99.9th percentile', () => {
  const weights = [40, 30, 20, 10]
  for (const seed of [1, 2, 3, 4, 5]) {
    const counts = countsOf(weighted(...weights), 20_000, seed)
    // Percentiles of the distribution: https://www.itl.nist.gov/div898/handbook/eda/section3/eda3674.htm
    expect(chiSquare(counts, weights)).toBeLessThan(16.266)
    // The test can tell: weights that are a tenth off are seen.
    expect(chiSquare(counts, [36, 30, 20, 14])).toBeGreaterThan(16.266)
  }
})

test('a weight is relative: 4 to 1 is 0.4 to 0.1; chance at its ends takes the first and the last', () => {
  expect(countsOf(weighted(4, 1), 1000, 7)).toEqual(countsOf(weighted(0.4, 0.1), 1000, 7))
  expect(chooseClass(weighted(1, 1, 1), 0)?.name).toBe('0')
  expect(chooseClass(weighted(1, 1, 1), 1 - Number.EPSILON)?.name).toBe('2')
  expect(chooseClass({ classes: [] }, 0.5)).toBeUndefined()
})

test('thinking lasts as long as it is said to, or anywhere between two times', () => {
  expect(thinkingMs(250, () => 0.9)).toBe(250)
  expect(thinkingMs([100, 300], () => 0)).toBe(100)
  expect(thinkingMs([100, 300], () => 0.5)).toBe(200)
})
