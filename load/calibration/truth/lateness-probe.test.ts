import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { LatenessProbe } from './lateness-probe.ts'

test('a stall is late for every tick that was due within it', async () => {
  const probe = new LatenessProbe(systemClock)
  const startMs = systemClock.nowMs()
  while (systemClock.nowMs() < startMs + 100);
  await new Promise(resolve => setTimeout(resolve, 10))
  const lateMs = probe.within({ startMs, endMs: startMs + 100 })
  probe.stop()
  expect(lateMs).toHaveLength(20)
  // Due 0, 5, ... 95 ms into a stall of 100, or up to 5 ms later, less the timer's own millisecond.
  for (const [tick, late] of lateMs.entries()) expect(late).toBeGreaterThanOrEqual(94 - 5 * tick)
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
