import { expect, test } from '@playwright/test'
import { studentT, studentTail } from './student-t.ts'

// Of any table of the distribution, two-sided.
const TABLE: [degrees: number, confidence: number, t: number][] = [
  [1, 0.95, 12.7062],
  [2, 0.95, 4.30265],
  [3, 0.9, 2.35336],
  [4, 0.99, 4.60409],
  [10, 0.95, 2.22814],
  [30, 0.95, 2.04227],
  [1000, 0.95, 1.96234],
]
for (const [degrees, confidence, t] of TABLE) {
  test(`${confidence} with ${degrees} degrees of freedom is ${t} standard errors`, () => {
    expect(studentT(degrees, confidence)).toBeCloseTo(t, 4)
  })
}

test('the tail is what the quantile leaves on one side, and more than half below the middle', () => {
  for (const [degrees, confidence, t] of TABLE) {
    expect(studentTail(degrees, t)).toBeCloseTo((1 - confidence) / 2, 5)
    expect(studentTail(degrees, -t)).toBeCloseTo((1 + confidence) / 2, 5)
  }
  expect(studentTail(3, 0)).toBeCloseTo(0.5, 9)
})

test('what is out of range is refused', () => {
  expect(() => studentT(0, 0.95)).toThrow('got 0.')
  expect(() => studentT(Number.NaN, 0.95)).toThrow('got NaN.')
  for (const confidence of [1, 0, -0.5, 1.5, Number.NaN])
    expect(() => studentT(3, confidence)).toThrow(`got ${confidence}.`)
})
