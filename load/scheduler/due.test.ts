import { expect, test } from '@playwright/test'
import { cronMoments, faultOfPattern, intervalMoments } from './due.ts'

const noon = Date.parse('2026-11-27T12:00:00Z')
const calls = (...times: number[]) => times.map(atMs => ({ atMs }))

test('the moments of a pattern are those after the first and up to the last', () => {
  expect(cronMoments('*/2 * * * * *', noon, noon + 6000)).toEqual([noon + 2000, noon + 4000, noon + 6000])
  expect(cronMoments('*/2 * * * * *', noon - 0.5, noon + 0.5)).toEqual([noon])
  expect(cronMoments('1-59/2 * * * * *', noon, noon + 4000)).toEqual([noon + 1000, noon + 3000])
  expect(cronMoments('0 0 30 2 *', noon, noon + 1e6)).toEqual([])
})

test('a pattern is of UTC, wherever this machine is', () => {
  const before = process.env['TZ']
  try {
    process.env['TZ'] = 'Asia/Tokyo'
    expect(cronMoments('0 0 15 * * *', noon, noon + 86_400_000)).toEqual([noon + 3 * 3_600_000])
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
})

for (const [pattern, fault] of [
  ['*/2 * * * * *', undefined],
  ['* * * * *', undefined],
  ['0 0 30 2 *', 'it is never due'],
  ['61 * * * * *', 'Invalid value for second: 61'],
  ['* * * *', 'space separated parts'],
  ['0 0 0 1 1 * 2030', 'exactly 5 or 6 parts'],
] as const) {
  test(`what is wrong with the pattern ${pattern} is ${fault ?? 'nothing'}`, () => {
    const found = faultOfPattern(pattern)
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(fault)
  })
}

test('a moment at which one is asked for is over, and the last one counts', () => {
  expect(intervalMoments(calls(2500), 1500, 1000, 4000)).toEqual([2500, 4000])
  expect(intervalMoments(calls(2500), 1500, 999, 3999)).toEqual([1000, 2500])
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
