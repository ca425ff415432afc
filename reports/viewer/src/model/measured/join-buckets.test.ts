import { expect, test } from '@playwright/test'
import { bucketStart, type ValueBuckets } from '../../../../value-buckets.ts'
import { joinBuckets } from './join-buckets.ts'

const BUCKETS: ValueBuckets = [
  [-3, 1],
  [0, 2],
  [3, 4],
  [4, 8],
]

test('wide enough buckets stay as they are', () => {
  expect(joinBuckets(BUCKETS, 5)).toEqual(
    BUCKETS.map(([step, count]) => ({ from: bucketStart(step), to: bucketStart(step + 1), count })),
  )
})

test('narrow buckets are joined until a bar is wide enough, at the same borders for every endpoint', () => {
  expect(joinBuckets(BUCKETS, 1.25)).toEqual([
    { from: bucketStart(-4), to: bucketStart(0), count: 1 },
    { from: bucketStart(0), to: bucketStart(4), count: 6 },
    { from: bucketStart(4), to: bucketStart(8), count: 8 },
  ])
  expect(joinBuckets(BUCKETS, 0.001).map(({ count }) => count)).toEqual([1, 14])
})
