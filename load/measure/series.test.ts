import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { boundedSeries, Series } from './series.ts'

const points = fc
  .tuple(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 3_600_000 }))
  .chain(([count, everyMs]) =>
    fc
      .array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: count, maxLength: count })
      .map(values => values.map((value, index): [number, number] => [index * everyMs, value])),
  )

test('up to 600 points are kept as they are', () => {
  const ten = Array.from({ length: 600 }, (_, index): [number, number] => [index * 1000 + 17, index])
  expect(boundedSeries(ten)).toEqual({ kind: 'series', points: ten })
})

test('more points are merged: never more than 600, in the order of time, within the range of their values', () => {
  fc.assert(
    fc.property(points, all => {
      const merged = boundedSeries(all).points
      const values = all.map(([, value]) => value)
      const [least, most] = [Math.min(...values) - 1e-9, Math.max(...values) + 1e-9]
      return (
        merged.length <= 600 &&
        merged[0]?.[0] === 0 &&
        merged.every(
          ([atMs, value], index) => value >= least && value <= most && atMs > (merged[index - 1]?.[0] ?? -1),
        )
      )
    }),
    { numRuns: 30 },
  )
})

test('what stands for merged points is their mean, the largest or the last', () => {
  const day = Array.from({ length: 86_400 }, (_, second): [number, number] => [second * 1000, second % 300])
  expect(boundedSeries(day).points).toHaveLength(288)
  for (const [atMs, value] of boundedSeries(day, 'mean').points)
    expect([atMs % 300_000, value]).toEqual([0, expect.closeTo(149.5, 6)])
  for (const [, value] of boundedSeries(day, 'max').points) expect(value).toBe(299)
  for (const [, value] of boundedSeries(day, 'last').points) expect(value).toBe(299)
})

test('parts are the points since the last one', () => {
  const series = new Series('mean', 'load.users', true)
  expect(series.takePart()).toBe(undefined)
  series.add(1000, 1)
  series.add(2000, 2)
  expect(series.takePart()).toEqual({
    kind: 'series',
    points: [
      [1000, 1],
      [2000, 2],
    ],
  })
  series.add(3000, 3)
  expect(series.takePart()).toEqual({ kind: 'series', points: [[3000, 3]] })
  expect(series.takePart()).toBe(undefined)
})

test('a point that is no finite number is an error with the name', () => {
  expect(() => new Series('mean', 'target.cpu').add(0, Number.NaN)).toThrow(
    'target.cpu was given NaN as its value',
  )
})

test('a series that is told nothing else is merged by the mean, and is asked for no parts', () => {
  const series = new Series()
  for (let second = 0; second < 1000; second++) series.add(1000 * second, second % 2)
  const { points } = series.toData()
  expect(points.length).toBeLessThanOrEqual(600)
  expect(points[3]?.[1]).toBeCloseTo(0.5)
  expect(series.takePart()).toBeUndefined()
  expect(() => series.add(Number.NaN, 1)).toThrow('a series')
})
