import { expect, test } from '@playwright/test'
import { drainOf, leftAt, lossOf } from './drain.ts'
import { Ledger } from './ledger.ts'

test('only counts that are younger than the last message show that nothing is left', () => {
  const empty = { atMs: 1000, ready: 0, unacked: 0 }
  expect(drainOf([empty], 1001, 0)).toEqual({ kind: 'untold' })
  expect(drainOf([empty], 1000, 0)).toEqual({ kind: 'drained', atMs: 1000 })
  expect(drainOf([empty, { ...empty, atMs: 5999 }], 1000, 5000)).toEqual({ kind: 'untold' })
  expect(drainOf([empty, { ...empty, atMs: 6000 }], 1000, 5000)).toEqual({ kind: 'drained', atMs: 6000 })
})

test('what a consumer has and did not acknowledge is left, and so is what waits', () => {
  for (const left of [
    { ready: 0, unacked: 1 },
    { ready: 1, unacked: 0 },
  ]) {
    const last = { atMs: 2000, ...left }
    expect(drainOf([last], 1000, 0)).toEqual({ kind: 'not-drained', last })
  }
})

test('the last counts are told of what is not drained', () => {
  const told = [5, 3].map((ready, place) => ({ atMs: 2000 + place, ready, unacked: 2 }))
  expect(drainOf(told, 1000, 0)).toEqual({ kind: 'not-drained', last: told[1] })
})

test('what a consumer has is not known to be nothing where nobody tells', () => {
  const unknown = { atMs: 2000, ready: 0, unacked: undefined }
  expect(drainOf([unknown], 1000, 0)).toEqual({ kind: 'unacked-unknown' })
  const waiting = { ...unknown, ready: 3 }
  expect(drainOf([waiting], 1000, 0)).toEqual({ kind: 'not-drained', last: waiting })
})

/** What a broker told of queues in seconds after the last message, as `[second, ready, unacked]`. */
const series = (...told: [second: number, ready: number, unacked?: number][]) =>
  told.map(([second, ready, unacked]) => ({ atMs: 1000 * second, ready, unacked }))

test('old counts of what is not acknowledged show nothing while messages wait', () => {
  // What was told at 5 s may be from when all of it waited.
  const told = series([0, 50, 0], [3, 50, 0], [5, 0, 0], [7, 0, 0], [9, 0, 0])
  expect(drainOf(told.slice(0, 4), 0, 5000)).toEqual({ kind: 'not-drained', last: told[1] })
  expect(drainOf(told, 0, 5000)).toEqual({ kind: 'drained', atMs: 9000 })
})

test('what is left at a moment is what waited then, however soon after it the queues are empty', () => {
  const slow = series([1, 200, 10], [5, 60, 10], [6, 50, 10], [9.5, 0, 0], [10, 0, 0], [15, 0, 0])
  for (const staleMs of [0, 1500, 5000])
    expect(leftAt(5000, slow, 0, staleMs), `${staleMs}`).toEqual({ kind: 'counted', messages: 70 })
  const soon = series([1, 200, 10], [4, 0, 3], [4.9, 0, 0], [6, 0, 0], [7, 0, 0], [9.5, 0, 0])
  for (const staleMs of [0, 1500, 5000])
    expect(leftAt(5000, soon, 0, staleMs), `${staleMs}`).toEqual({ kind: 'counted', messages: 0 })
})

test('what is left is told where it is known: of those that wait, and of none that are', () => {
  const unknown = { kind: 'unknown', why: expect.stringMatching(/did not acknowledge is not known/) }
  expect(leftAt(5000, series([5, 0]), 0, 0)).toEqual(unknown)
  expect(leftAt(5000, series([5, 7]), 0, 0)).toEqual({ kind: 'counted', messages: 7 })
  // All were known to be worked on at 4 s.
  expect(leftAt(5000, series([4, 0, 0]), 0, 0)).toEqual({ kind: 'counted', messages: 0 })
  expect(leftAt(5000, series([4, 9, 1]), 0, 0)).toEqual({
    kind: 'unknown',
    why: 'The broker did not tell how much was left.',
  })
})

const counts = (messages: { confirmed: number; received: number; unconfirmed?: number }) => {
  const ledger = new Ledger()
  for (let id = 0; id < messages.confirmed + (messages.unconfirmed ?? 0); id++) ledger.sent(`${id}`, 0)
  for (let id = 0; id < messages.confirmed; id++) ledger.confirmed(`${id}`)
  for (let id = 0; id < messages.received; id++) ledger.received(`${id}`)
  return ledger.close()
}
const drained = { kind: 'drained', atMs: 0 } as const

test('losses are counted of what was confirmed, once nothing is left', () => {
  expect(lossOf(counts({ confirmed: 5, received: 3 }), drained)).toEqual({
    kind: 'counted',
    confirmed: 5,
    lost: 2,
  })
})

test('what is missing and may still wait is inconclusive; with nothing missing there is nothing to wait for', () => {
  const last = { atMs: 0, ready: 1, unacked: 1 }
  const missing = counts({ confirmed: 5, received: 3 })
  expect(lossOf(missing, { kind: 'not-drained', last })).toEqual({
    kind: 'inconclusive',
    why: '2 of 5 confirmed messages did not arrive, and the queues are not empty: 1 messages wait and 1 are not acknowledged.',
  })
  expect(lossOf(missing, { kind: 'untold' })).toMatchObject({ kind: 'inconclusive' })
  expect(lossOf(missing, { kind: 'unacked-unknown' })).toEqual({
    kind: 'inconclusive',
    why: '2 of 5 confirmed messages did not arrive, and consumers may have them: what these did not acknowledge is not known of this broker.',
  })
  const waiting = { atMs: 0, ready: 2, unacked: undefined }
  expect(lossOf(missing, { kind: 'not-drained', last: waiting })).toMatchObject({
    why: expect.stringMatching(/not empty: 2 messages wait\.$/),
  })
  expect(lossOf(counts({ confirmed: 5, received: 5 }), { kind: 'untold' })).toMatchObject({
    kind: 'counted',
    lost: 0,
  })
})

test('where nothing was confirmed nothing could be lost: no data', () => {
  expect(lossOf(counts({ confirmed: 0, received: 0 }), drained)).toEqual({
    kind: 'no-data',
    why: 'No message was sent.',
  })
  const unconfirmed = counts({ confirmed: 0, received: 1, unconfirmed: 2 })
  expect(lossOf(unconfirmed, drained)).toEqual({
    kind: 'no-data',
    why: 'None of 2 messages was confirmed: none can be lost.',
  })
})
