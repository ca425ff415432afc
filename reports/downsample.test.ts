import { expect, test } from '@playwright/test'
import { array, assert, integer, nat, property, tuple } from 'fast-check'
import { downsample } from './downsample.ts'

test('a series of no more points than asked for is left as it is', () => {
  const points = [1, 2, 3].map((value, index) => [index, value] as const)
  expect(downsample(points, 3)).toBe(points)
  expect(downsample([], 3)).toEqual([])
})

test('the one peak of a day, the one dip and the last value are kept, in order', () => {
  const points = Array.from({ length: 86_400 }, (_, second): [number, number] => [1000 * second, 5])
  points[40_000] = [40_000_000, 900]
  points[40_001] = [40_001_000, -3]
  const kept = downsample(points)
  expect(kept.length).toBeLessThanOrEqual(2000)
  expect(kept).toContain(points[40_000])
  expect(kept).toContain(points[40_001])
  expect(kept.at(-1)).toBe(points.at(-1))
  expect(kept.map(([atMs]) => atMs)).toEqual(kept.map(([atMs]) => atMs).toSorted((a, b) => a - b))
})

test('whatever the series, its extremes and its last point are kept, and never more than asked for', () => {
  assert(
    property(
      array(tuple(nat(10_000), integer({ min: -50, max: 50 })), { minLength: 1 }),
      integer({ min: 3, max: 40 }),
      (made, most) => {
        const points = made.toSorted(([a], [b]) => a - b)
        const kept = downsample(points, most)
        const values = points.map(([, value]) => value)
        const left = kept.map(([, value]) => value)
        expect(Math.max(...left)).toBe(Math.max(...values))
        expect(Math.min(...left)).toBe(Math.min(...values))
        expect(kept.at(-1)).toBe(points.at(-1))
        expect(kept.length).toBeLessThanOrEqual(most)
      },
    ),
  )
})
