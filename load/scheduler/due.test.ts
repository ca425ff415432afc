import { expect, test } from '@playwright/test'
import { cronMoments, intervalMoments } from './due.ts'

const noon = Date.parse('2026-11-27T12:00:00Z')
const calls = (...times: number[]) => times.map(atMs => ({ atMs }))

test('the moments of a pattern are those after the first and up to the last', () => {
  expect(cronMoments('*/2 * * * * *', noon, noon + 6000)).toEqual([noon + 2000, noon + 4000, noon + 6000])
  expect(cronMoments('*/2 * * * * *', noon - 0.5, noon + 0.5)).toEqual([noon])
  expect(cronMoments('1-59/2 * * * * *', noon, noon + 4000)).toEqual([noon + 1000, noon + 3000])
  expect(cronMoments('0 0 30 2 *', noon, noon + 1e6)).toEqual([])
})

for (const [what, times, first] of [
  ['on time', [1000, 2500, 4000], 1000],
  ['one late', [1000, 3100, 4000, 5500], 1000],
  ['the first late', [2200, 2500, 4000, 5500, 7000, 8500], 1000],
  ['later and later', [1000, 2505, 4010, 5515], 1000],
  ['two missed', [1000, 5500, 7000], 1000],
] as const) {
  test(`an interval whose calls come ${what} is told by its own pace`, () => {
    expect(intervalMoments(calls(...times), 1500, 900, 5600)).toEqual([first, 2500, 4000, 5500])
  })
}

test('calls that say what they are for tell the pace, and not when they came', () => {
  const late = [1000, 2500, 4000].map(scheduledForMs => ({ atMs: scheduledForMs + 700, scheduledForMs }))
  expect(intervalMoments(late, 1500, 900, 4100)).toEqual([1000, 2500, 4000])
})
