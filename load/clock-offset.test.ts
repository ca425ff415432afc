import { expect, test } from '@playwright/test'
import { DRIFT_SPAN_MS, estimateClockOffset } from './clock-offset.ts'
import type { Ping } from './clock-offset.ts'

/** A round trip begun at `sentMs`, to a peer that is `offsetMs` ahead, with `outMs` on the way there and `backMs` on the way back. */
const ping = (sentMs: number, offsetMs: number, outMs: number, backMs: number): Ping => ({
  sentMs,
  peerMs: sentMs + outMs + offsetMs,
  receivedMs: sentMs + outMs + backMs,
})

test('the offset is that of the round trip which took least time, and the error is half of it', () => {
  const pings = [ping(1000, 250, 1, 41), ping(1050, 250, 3, 1), ping(1100, 250, 80, 2)]
  expect(estimateClockOffset(pings)).toEqual({ offsetMs: 251, errorMs: 2, driftPpm: 0, atMs: 1052 })
})

test('a peer that is behind has a negative offset', () => {
  expect(estimateClockOffset([ping(1000, -70, 1, 1)])).toMatchObject({ offsetMs: -70, errorMs: 1 })
})

test('the interval contains the offset however unequal the two ways are', () => {
  for (const [outMs, backMs] of [
    [0, 9],
    [9, 0],
    [4, 5],
  ] as const) {
    const { offsetMs, errorMs } = estimateClockOffset([ping(0, 33, outMs, backMs)])
    expect(Math.abs(offsetMs - 33)).toBeLessThanOrEqual(errorMs)
  }
})

test('a clock that gains 1 ms a second drifts by 1000 ppm, and the offset is told for the time of the best round trip', () => {
  const pings = Array.from({ length: 101 }, (_, i) => ping(i * 100, 250 + i * 0.1, 1, i === 40 ? 0.9 : 1))
  const { offsetMs, driftPpm, atMs } = estimateClockOffset(pings)
  expect(driftPpm).toBeCloseTo(1000, 0)
  expect(atMs).toBeCloseTo(4000.95, 9)
  expect(offsetMs).toBeCloseTo(254.05, 9)
})

test('round trips that were held up on one way do not bend the drift', () => {
  const pings = Array.from({ length: 200 }, (_, i) =>
    i % 3 === 0 || i > 150 ? ping(i * 50, 0, 0.1, i / 4 + 5) : ping(i * 50, 0, 0.1, 0.1),
  )
  expect(Math.abs(estimateClockOffset(pings).driftPpm)).toBeLessThan(10)
})

test('round trips within a second say nothing of the drift', () => {
  const pings = [ping(0, 0, 1, 1), ping(DRIFT_SPAN_MS - 1, 5, 1, 1)]
  expect(estimateClockOffset(pings).driftPpm).toBe(0)
  expect(estimateClockOffset([...pings, ping(DRIFT_SPAN_MS, 5, 1, 1)]).driftPpm).toBeGreaterThan(1000)
})

test('without a round trip there is no answer', () => {
  expect(() => estimateClockOffset([])).toThrow('at least one round trip')
})

test('of a day of round trips the drift is told', () => {
  const pings = Array.from({ length: 200_000 }, (_, n) => ping(n * 432, n * 432 * 20e-6, 1, 1))
  expect(estimateClockOffset(pings).driftPpm).toBeCloseTo(20, 3)
})
