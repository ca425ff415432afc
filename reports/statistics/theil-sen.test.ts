import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { pairSlopes, theilSen, thinned } from './theil-sen.ts'
import type { Point } from './theil-sen.ts'

const WILD: readonly Point[] = [
  [0, 1.1],
  [1, 2.9],
  [2, 5.2],
  [2, 4.8],
  [3, 7.7],
  [5, 10.4],
  [5, 30],
  [8, 17.1],
  [9, -4],
]
const WAVE: readonly Point[] = Array.from({ length: 40 }, (_, index) => [
  index * 0.5,
  Number((Math.sin(index * 1.7) * 3 + 0.2 * index).toFixed(4)),
])

/** scipy.stats.theilslopes. */
const KNOWN: readonly [name: string, points: readonly Point[], slope: number, intercept: number][] = [
  ['9 points with equal x and two wild ones', WILD, 1.89, -0.47],
  ['40 points of a wave', WAVE, 0.39228484848484846, 0.15737272727272789],
]
for (const [name, points, slope, intercept] of KNOWN) {
  test(`${name} have the line of scipy`, () => {
    expect(theilSen(points)?.slope).toBeCloseTo(slope, 10)
    expect(theilSen(points)?.intercept).toBeCloseTo(intercept, 10)
  })
}

test('a wild point in five leaves the line where it is', () => {
  const points = [0, 1, 2, 3, 4].map(x => [x, x === 4 ? 1e9 : 2 * x + 1] as const)
  expect(theilSen(points)?.slope).toBe(2)
})

test('points at one x have no line', () => {
  expect(theilSen([])).toBeUndefined()
  expect(theilSen([[1, 2]])).toBeUndefined()
  expect(
    theilSen([
      [1, 2],
      [1, 5],
    ]),
  ).toBeUndefined()
})

test('a line added to the points is added to their line', () => {
  const whole = fc.integer({ min: -50, max: 50 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(whole, whole), { minLength: 2, maxLength: 20 }),
      whole,
      whole,
      (points, slope, shift) => {
        const line = theilSen(points)
        const moved = theilSen(points.map(([x, y]) => [x, y + slope * x + shift]))
        expect(moved === undefined).toBe(line === undefined)
        if (!line || !moved) return
        expect(moved.slope).toBeCloseTo(line.slope + slope, 9)
        const turned = theilSen(points.toReversed().map(([x, y]) => [x, -y]))
        expect(turned?.slope).toBeCloseTo(-line.slope, 9)
      },
    ),
  )
})

test('copies of one value have no slope between them', () => {
  const [xs, ys] = [Float64Array.of(0, 1, 3), Float64Array.of(5, 7, 5)]
  expect([...pairSlopes(xs, ys)]).toEqual([2, 0, -1])
  expect([...pairSlopes(xs, ys, Int32Array.of(4, 9, 4))]).toEqual([2, -1])
})

test('a point that is not finite is refused', () => {
  expect(() =>
    theilSen([
      [1, 2],
      [2, Number.NaN],
    ]),
  ).toThrow('got (2, NaN)')
})

test('few points are put in order, many are stood for by the medians of runs', () => {
  const points = [5, 3, 1, 0, 2, 4].map(x => [x, x === 2 ? 100 : x * x] as const)
  expect(thinned(points, 6).map(([x]) => x)).toEqual([0, 1, 2, 3, 4, 5])
  expect(thinned(points, 2)).toEqual([
    [1, 1],
    [4, 16],
  ])
})

test('runs differ by one point at most', () => {
  const points = Array.from({ length: 250 }, (_, x) => [x, 0] as const)
  const middles = thinned(points, 100).map(([x]) => x)
  expect(middles).toHaveLength(100)
  for (const [index, middle] of middles.entries())
    expect(Math.abs(middle - (2.5 * index + 0.75))).toBeLessThan(1)
})
