import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { holm } from './holm.ts'

test('p-values are adjusted as by R, p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
})

test('one p-value stays as it is, and none beyond 1', () => {
  expect(holm([0.2])).toEqual([0.2])
  expect(holm([0.9, 0.8])).toEqual([1, 1])
  expect(holm([])).toEqual([])
})

test('the smallest is multiplied by their count, and the order stays', () => {
  const some = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(some, pValues => {
      const adjusted = holm(pValues)
      const least = Math.min(...pValues)
      const pairs = pValues.flatMap((p, one) =>
        pValues.map((q, other) => [p - q, adjusted[one]! - adjusted[other]!]),
      )
      return (
        adjusted[pValues.indexOf(least)] === Math.min(1, pValues.length * least) &&
        pairs.every(([before = 0, after = 0]) => before * after >= 0) &&
        adjusted.every((one, index) => one >= pValues[index]!)
      )
    }),
  )
})
