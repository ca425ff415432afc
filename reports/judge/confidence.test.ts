import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { designEffect, medianConfidence, resampledConfidence, shareConfidence } from './confidence.ts'

test('the sign test: 5 of 5 good runs are 0.969, 4 of 5 are 0.813', () => {
  expect(medianConfidence(4, 5)).toBeCloseTo(26 / 32, 6)
  expect(medianConfidence(3, 3)).toBeCloseTo(7 / 8, 6)
  expect(medianConfidence(5, 5)).toBeCloseTo(31 / 32, 9)
})

test('the sign test takes as much for a FAIL as for a PASS', () => {
  expect(medianConfidence(0, 5)).toBeCloseTo(1 / 32, 9)
  expect(medianConfidence(1, 5)).toBeCloseTo(6 / 32, 9)
  expect(medianConfidence(2, 5)).toBeCloseTo(0.5, 9)
  expect(medianConfidence(3, 5)).toBeCloseTo(0.5, 9)
  expect(medianConfidence(2, 4)).toBe(0.5)
  expect(medianConfidence(1, 3)).toBeCloseTo(0.5, 9)
  expect(medianConfidence(0, 3)).toBeCloseTo(1 / 8, 9)
})

test('the sign test is the sum of binomial coefficients', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
  for (let n = 1; n <= 9; n++) {
    for (let good = Math.ceil((n + 1) / 2); good <= n; good++) {
      const below = Array.from({ length: good }, (_, k) => choose(n, k)).reduce((sum, one) => sum + one, 0)
      expect(medianConfidence(good, n)).toBeCloseTo(below / 2 ** n, 9)
      expect(medianConfidence(n - good, n)).toBeCloseTo(1 - below / 2 ** n, 9)
    }
  }
})

test('a resampled statistic is as sure as the share of resamples that meet the limit, and never certain', () => {
  expect(resampledConfidence(0, 999)).toBe(0.0005)
  expect(resampledConfidence(999, 999)).toBe(0.999)
  expect(resampledConfidence(99, 99)).toBe(0.995)
  expect(resampledConfidence(749, 999)).toBeCloseTo(0.7495, 9)
  expect(resampledConfidence(0, 0)).toBe(0.5)
})

const NEEDED: readonly [percentile: number, confidence: number, n: number][] = [
  [90, 0.75, 7],
  [90, 0.95, 18],
  [95, 0.75, 13],
  [95, 0.95, 38],
  [99, 0.75, 66],
  [99, 0.95, 191],
]
for (const [percentile, confidence, n] of NEEDED) {
  test(`p${percentile} reaches ${confidence} with ${n} values and none of them bad, not with ${n - 1}`, () => {
    expect(shareConfidence(n, n, percentile / 100)).toBeGreaterThanOrEqual(confidence)
    expect(shareConfidence(n - 1, n - 1, percentile / 100)).toBeLessThan(confidence)
  })
}

test('nothing is ever certain', () => {
  expect(shareConfidence(1e6, 1e6, 0.5)).toBe(0.999)
  expect(medianConfidence(14, 14)).toBe(0.999)
  expect(shareConfidence(0, 1e4, 0.99)).toBeGreaterThanOrEqual(0)
})

test('one more good value never makes an SLO less likely to hold', () => {
  const wanted = fc.double({ min: 0.05, max: 0.99, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), wanted, (n, some, share) => {
      const good = some % n
      const now = shareConfidence(good, n, share)
      return now >= 0 && now <= 0.999 && shareConfidence(good + 1, n, share) >= now - 1e-12
    }),
  )
})

test('five seconds of which one is all bad are worth five values, not fifty', () => {
  // Share 0.8, n 50. Squares of good - 8: four of 4 and one of 64, in all 80; 5/4 * 80 / 2500 = 0.04.
  // Independent values would have 0.8 * 0.2 / 49; 0.04 over that is 12.25.
  const blocks = [10, 10, 10, 10, 0].map(good => ({ n: 10, good }))
  expect(designEffect(blocks)).toBeCloseTo(12.25, 9)
})

test('values that are spread evenly are worth no more than they are', () => {
  expect(designEffect(Array.from({ length: 10 }, () => ({ n: 10, good: 9 })))).toBe(1)
})

test('blocks of one value each are independent values', () => {
  const blocks = Array.from({ length: 40 }, (_, index) => ({ n: 1, good: index % 4 === 0 ? 0 : 1 }))
  expect(designEffect(blocks)).toBeCloseTo(1, 9)
})

test('fewer than five filled blocks, or values all alike, say nothing of the spread', () => {
  expect(designEffect([10, 10, 10, 0].map(good => ({ n: 10, good })))).toBe(1)
  expect(designEffect([...[10, 10, 10, 0].map(good => ({ n: 10, good })), { n: 0, good: 0 }])).toBe(1)
  expect(designEffect(Array.from({ length: 9 }, () => ({ n: 10, good: 10 })))).toBe(1)
  expect(designEffect(Array.from({ length: 9 }, () => ({ n: 10, good: 0 })))).toBe(1)
})
