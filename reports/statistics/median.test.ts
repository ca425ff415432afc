import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { median } from './median.ts'

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median(Float64Array.of(9, 1, 5))).toBe(5)
  expect(median(Float64Array.of(9, 1, 5, 2))).toBe(3.5)
  expect(median(Float64Array.of(4))).toBe(4)
  expect(median(new Float64Array())).toBeNaN()
})

test('the median is that of a sorted list', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), values => {
      const sorted = values.toSorted((one, other) => one - other)
      const at = (index: number): number => sorted[index] ?? Number.NaN
      const wanted = (at((values.length - 1) >> 1) + at(values.length >> 1)) / 2
      expect(median(Float64Array.from(values)) - wanted).toBeCloseTo(0, 9)
    }),
  )
})
