import { expect, test } from '@playwright/test'
import { matchCalls } from './match-calls.ts'

const due = [1000, 2000, 3000].map(atMs => ({ atMs }))

/** @returns when the call for each moment came, and the calls that were too many */
function matched(...calls: { atMs: number; scheduledForMs?: number }[]) {
  const { first, extra } = matchCalls(due, calls, 250)
  return { first: first.map(call => call?.atMs), extra: extra.map(({ atMs }) => atMs) }
}
const came = (...times: number[]) => matched(...times.map(atMs => ({ atMs })))

test('a call is for the last moment before it', () => {
  expect(came(1010, 2020, 3900)).toEqual({ first: [1010, 2020, 3900], extra: [] })
  expect(came(1010, 3010)).toEqual({ first: [1010, undefined, 3010], extra: [] })
})

test('a call may come a little before its moment', () => {
  expect(came(900, 1800, 2990)).toEqual({ first: [900, 1800, 2990], extra: [] })
  expect(came(750, 2000)).toEqual({ first: [750, 2000, undefined], extra: [] })
  expect(came(700)).toEqual({ first: [undefined, undefined, undefined], extra: [700] })
})

test('one that comes twice is too many once', () => {
  expect(came(1010, 1011, 2010, 3010)).toEqual({ first: [1010, 2010, 3010], extra: [1011] })
})

test('calls that are made up for are late, not doubled', () => {
  expect(came(3010, 3011, 3012)).toEqual({ first: [3011, 3012, 3010], extra: [] })
})

test('a call that says what it is for is for that, whenever it comes', () => {
  const late = due.map(({ atMs }) => ({ atMs: atMs + 1500, scheduledForMs: atMs }))
  expect(matched(...late)).toEqual({ first: [2500, 3500, 4500], extra: [] })
  const early = { atMs: 5000, scheduledForMs: 750 }
  expect(matched(early).first).toEqual([5000, undefined, undefined])
  expect(matched({ ...early, scheduledForMs: 749 }).extra).toEqual([5000])
  const doubled = [
    { atMs: 3010, scheduledForMs: 3000 },
    { atMs: 3020, scheduledForMs: 3000 },
  ]
  expect(matched(...doubled)).toEqual({ first: [undefined, undefined, 3010], extra: [3020] })
  expect(matched({ atMs: 2000, scheduledForMs: 1500 })).toEqual({
    first: [undefined, undefined, undefined],
    extra: [2000],
  })
})

test('a moment that need not be called is not made up for', () => {
  const { first, extra } = matchCalls(
    [{ atMs: 1000, isOptional: true }, { atMs: 2000 }],
    [{ atMs: 2010 }, { atMs: 2020 }],
    250,
  )
  expect(first).toEqual([undefined, { atMs: 2010 }])
  expect(extra).toEqual([{ atMs: 2020 }])
})
