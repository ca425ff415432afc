import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { LatenessProbe } from './lateness-probe.ts'

test('a stall is late for every tick that was due within it', async () => {
  let nowMs = 0
  const probe = new LatenessProbe({ nowMs: () => nowMs })
  nowMs = 100
  // Due 5, 10, ... 95 ms into a stall of 100, less the timer's own millisecond.
  const lateMs = Array.from({ length: 19 }, (_, tick) => 94 - 5 * tick)
  await expect.poll(() => probe.within({ startMs: 5, endMs: 100 })).toEqual(lateMs)
  probe.stop()
})

test('a tick that fires early belongs to the stretch in which it was due', async () => {
  let nowMs = 0
  const probe = new LatenessProbe({ nowMs: () => nowMs })
  // The second is due at 5, and no timer comes closer than a millisecond: it fires now.
  nowMs = 4.5
  await expect.poll(() => probe.within({ startMs: 5, endMs: 10 })).toEqual([0])
  probe.stop()
})

test('a stretch in which nothing was due has no lateness', () => {
  const probe = new LatenessProbe(systemClock)
  expect(probe.within({ startMs: 0, endMs: 1 })).toEqual([])
  probe.stop()
})
