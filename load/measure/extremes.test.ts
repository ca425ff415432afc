import { expect, test } from '@playwright/test'
import { largestOf, leastOf } from './extremes.ts'

test('the least and the largest of 200 000 values, and of none', () => {
  const values = Array.from({ length: 200_000 }, (_, n) => ((n * 7919) % 200_003) - 5)
  const sorted = values.toSorted((a, b) => a - b)
  expect([leastOf(values), largestOf(values)]).toEqual([sorted[0], sorted.at(-1)])
  expect([leastOf([]), largestOf([])]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
})
