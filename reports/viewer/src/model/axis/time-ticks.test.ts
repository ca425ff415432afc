import { expect, test } from '@playwright/test'
import { timeTicks } from './time-ticks.ts'

test('times are round, within the range, and no more than there is room for', () => {
  expect(timeTicks([0, 200], 10)).toEqual([0, 30, 60, 90, 120, 150, 180])
  expect(timeTicks([41.5, 44.2], 10)).toEqual([42, 43, 44])
  expect(timeTicks([0, 100_000], 3)).toEqual([0, 33_334, 66_668])
})
