import { expect, test } from '@playwright/test'
import { lineOf } from './load-line.ts'

const levels = (valueOf: (load: number, time: number) => number) =>
  [5, 10, 15, 20, 25, 30, 50].map(load => ({ load, values: [valueOf(load, 0), valueOf(load, 1)] }))

test('values on a line have its slope, and are straight', () => {
  const line = lineOf(levels(load => 100 + 3 * load))
  expect(line?.slope).toBeCloseTo(3)
  expect(line?.intercept).toBeCloseTo(100)
  expect(line?.straightness).toBeCloseTo(1)
  expect([line?.low, line?.high].map(slope => Math.round(slope ?? 0))).toEqual([3, 3])
})

test('values about a line have an interval around its slope; a bent curve is less straight', () => {
  const noisy = lineOf(levels((load, time) => 3 * load + ((load * 7 + time * 11) % 13) - 6))
  expect(noisy?.low).toBeLessThan(3)
  expect(noisy?.high).toBeGreaterThan(3)
  expect(noisy?.straightness).toBeGreaterThan(0.9)
  expect(lineOf(levels(load => 1.2 ** load))?.straightness).toBeLessThan(0.6)
})

test('one load has no line, few values no interval', () => {
  expect(lineOf([{ load: 5, values: [1, 2] }])).toBeUndefined()
  expect(
    lineOf([
      { load: 0, values: [1] },
      { load: 1, values: [3] },
    ]),
  ).toEqual({
    slope: 2,
    intercept: 1,
    straightness: 1,
  })
})
