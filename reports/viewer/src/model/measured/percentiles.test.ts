import { expect, test } from '@playwright/test'
import { nearestRank } from '../../../../../load/measure/nearest-rank.ts'
import { ninesAt, ninesFor, percentilesOf, valueAt } from './percentiles.ts'

test('a percentile between two entries takes the upper one', () => {
  const percentiles = [
    [50, 10],
    [90, 30],
    [99, 80],
  ] as const
  expect([50, 75, 90, 95, 99, 100].map(at => valueAt(percentiles, at))).toEqual([10, 30, 30, 80, 80, 80])
  expect(valueAt([], 50)).toBeUndefined()
})

test('the nearest rank of 15 values: the eighth is the median, the fifteenth p95', () => {
  const sorted = Array.from({ length: 15 }, (_, index) => index + 1)
  expect([0, 50, 75, 95, 100].map(at => nearestRank(sorted, at))).toEqual([1, 8, 12, 15, 15])
  expect(nearestRank([], 50)).toBeUndefined()
})

test('the 95th of 100 values is p95: no rounding error moves it up', () => {
  const sorted = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([7, 29, 95, 99].map(at => nearestRank(sorted, at))).toEqual([7, 29, 95, 99])
})

test('percentiles of values do not depend on their order', () => {
  expect(percentilesOf([3, 1, 2])).toEqual(percentilesOf([1, 2, 3]))
  expect(valueAt(percentilesOf([30, 10, 20]), 50)).toBe(20)
  expect(percentilesOf([])).toEqual([])
})

test('every further nine is one step along the axis', () => {
  expect([0, 90, 99, 99.9].map(at => ninesAt(at, 4))).toEqual([
    expect.closeTo(0),
    expect.closeTo(1),
    expect.closeTo(2),
    expect.closeTo(3),
  ])
  expect(ninesAt(100, 4)).toBe(4)
  expect([1, 15, 1000, 5_000_000].map(ninesFor)).toEqual([1, expect.closeTo(1.176, 3), expect.closeTo(3), 4])
})
