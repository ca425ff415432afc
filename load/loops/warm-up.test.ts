import { expect, test } from '@playwright/test'
import type { ArrivalShape } from '../arrivals.ts'
import type { Operation } from './operation.ts'
import type { SimulatedTime } from './testing/simulated.ts'
import { simulated } from './testing/simulated.ts'
import { warmUp } from './warm-up.ts'

interface Begun {
  index: number
  atMs: number
  dueMs: number
  readyMs: number | undefined
}

/** Warms up with one stream, each answer of which takes 5 ms. @returns when each was begun */
async function warmedUp(arrivals: ArrivalShape, rampMs: number): Promise<Begun[]> {
  const begun: Begun[] = []
  await simulated(async ({ clock, takes, passMs }: SimulatedTime) => {
    const operation: Operation = (index, dueMs, _signal, readyMs) => {
      begun.push({ index, atMs: clock.nowMs(), dueMs, readyMs })
      return takes(5)
    }
    const all = warmUp([{ operation, arrivals }], { rampMs, warmUpMs: 500, timeoutMs: 700 }, clock)
    await passMs(rampMs + 600)
    await all
  })
  return begun
}

const STEADY: ArrivalShape = { kind: 'constant', perSecond: 100, durationMs: 60_000 }
const until = (begun: readonly Begun[], ms: number): number => begun.filter(({ atMs }) => atMs < ms).length

test('a ramp rises in a straight line to the rate of the load, and the warm-up follows it', async () => {
  const begun = await warmedUp(STEADY, 1000)
  // Half of 100 a second times the square of the time, and the one that begins it.
  expect([250, 500, 750, 1000].map(ms => until(begun, ms))).toEqual([4, 13, 29, 50])
  expect(begun.slice(50).map(({ atMs }) => atMs)).toEqual(
    Array.from({ length: 50 }, (_, index) => 1000 + 10 * index),
  )
  expect(begun.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, index) => index))
  // All are let go a second after the warm-up's end: 2500 ms.
  expect(new Set(begun.map(({ dueMs }) => dueMs))).toEqual(new Set([2500 - 700]))
  // Due so long ago, and not late.
  expect(begun.map(({ readyMs }) => readyMs)).toEqual(begun.map(({ atMs }) => atMs))
})

test('the ramp ends at the highest rate that the load will have', async () => {
  const spike = { kind: 'spike', basePerSecond: 10, peakPerSecond: 400, atMs: 8000, peakMs: 2000 } as const
  const begun = await warmedUp({ ...spike, durationMs: 20_000 }, 1000)
  expect(until(begun, 500)).toBe(50)
  expect(until(begun, 1000)).toBe(200)
})

test('without a ramp the warm-up begins at once', async () => {
  const begun = await warmedUp(STEADY, 0)
  expect(begun.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 50 }, (_, index) => 10 * index))
})
