import { expect, test } from '@playwright/test'
import { drainOf, lossOf } from './drain.ts'
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
