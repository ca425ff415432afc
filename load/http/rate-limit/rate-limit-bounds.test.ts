import { expect, test } from '@playwright/test'
import { isBelow, isBeyond, surelyBeyond, surelyRefused } from './rate-limit-bounds.ts'
import type { Burst } from './rate-limit-bounds.ts'

const LIMIT = { limit: 100, windowMs: 1000 }

/** A burst of 200 in 100 ms; what is neither let in nor refused broke. */
const burst = (letIn: number, { refused = 200 - letIn, startMs = 0, tookMs = 100 } = {}): Burst => ({
  sent: 200,
  letIn,
  refused,
  startMs,
  endMs: startMs + tookMs,
})

test('a burst is beyond a window when it was let in more than a bucket of tokens would give meanwhile', () => {
  expect(isBeyond(burst(110), LIMIT)).toBe(false)
  expect(isBeyond(burst(111), LIMIT)).toBe(true)
})

test('a burst is below the limit when not even what broke can have been let in', () => {
  expect(isBelow(burst(100), LIMIT)).toBe(false)
  expect(isBelow(burst(90, { refused: 100 }), LIMIT)).toBe(false)
  expect(isBelow(burst(90, { refused: 101 }), LIMIT)).toBe(true)
  expect(surelyRefused(burst(90, { refused: 103 }), LIMIT)).toBe(3)
})

test('two bursts beyond a window at the same place in it cannot both have met its end', () => {
  expect(surelyBeyond(burst(150), burst(150, { startMs: 3350 }), LIMIT)).toBe(40)
  expect(surelyBeyond(burst(150), burst(110, { startMs: 3350 }), LIMIT)).toBe(0)
})

test('a second burst that may have met the end of a window is given two', () => {
  // From 3900 on: windows that turned over between 0 and 100 do so again between 4000 and 4100.
  expect(surelyBeyond(burst(150), burst(150, { startMs: 3950 }), LIMIT)).toBe(0)
  // Nothing is known of when they turn over.
  expect(surelyBeyond(burst(50), burst(200, { startMs: 3350 }), LIMIT)).toBe(0)
})

test('a burst of several windows is given all of them', () => {
  const slow = burst(200, { startMs: 5000, tookMs: 1500 })
  expect(surelyBeyond(burst(50), slow, { limit: 60, windowMs: 1000 })).toBe(20)
})
