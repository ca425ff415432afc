import { expect, test } from '@playwright/test'
import { backOffMs, COMMON_RECONNECT } from './back-off.ts'

const waits = (jitter: 'full' | 'none', drawn: number): number[] =>
  [0, 1, 2, 3, 4, 5, 60].map(failures => backOffMs({ ...COMMON_RECONNECT, jitter }, failures, () => drawn))

test('the wait doubles with each failure, up to the cap', () => {
  expect(waits('none', 0.5)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
})

test('full jitter takes any part of the wait', () => {
  expect(waits('full', 0)).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(waits('full', 0.5)).toEqual([125, 250, 500, 1000, 2000, 2500, 2500])
})
