import { expect, test } from '@playwright/test'
import { bucketStart, bucketValues } from './value-buckets.ts'

test('a bucket holds the values from its start up to where the next one starts', () => {
  expect(bucketStart(40)).toBeCloseTo(10, 9)
  const just = bucketStart(41)
  const values = [
    [9.99, 1],
    [10, 2],
    [just - 0.001, 4],
    [just, 8],
  ] as const
  expect(bucketValues(values)).toEqual([
    [39, 1],
    [40, 6],
    [41, 8],
  ])
})

test('as many of the largest values as were censored are left out', () => {
  const values = [
    [1, 5],
    [100, 2],
    [10_000, 3],
  ] as const
  expect(bucketValues(values, 3)).toEqual([
    [0, 5],
    [80, 2],
  ])
  expect(bucketValues(values, 4)).toEqual([
    [0, 5],
    [80, 1],
  ])
  expect(bucketValues(values, 10)).toEqual([])
})

test('zero and what is below a thousandth go into the lowest bucket', () => {
  const values = [
    [0, 3],
    [0.0002, 1],
    [0.001, 1],
  ] as const
  expect(bucketValues(values)).toEqual([[-120, 5]])
})
