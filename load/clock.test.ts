import { expect, test } from '@playwright/test'
import { createClock, systemClock } from './clock.ts'
import type { EchoApi } from './testing/echo.worker.ts'
import { Thread } from './thread.ts'

test('the clock never goes back and has less than a millisecond of resolution', () => {
  const reads = Array.from({ length: 2000 }, () => systemClock.nowMs())
  expect(reads).toEqual(reads.toSorted((a, b) => a - b))
  expect(reads.some(atMs => !Number.isInteger(atMs))).toBe(true)
})

test('the clock is on the epoch: its first choice of zero is that of performance.timeOrigin', () => {
  const beforeMs = performance.timeOrigin + performance.now()
  const clock = createClock()
  const readMs = clock.nowMs()
  const afterMs = performance.timeOrigin + performance.now()
  // Choosing the zero reads two clocks one after the other: they were never further apart than this test's own two reads.
  expect(readMs).toBeGreaterThanOrEqual(beforeMs - (afterMs - beforeMs))
  expect(readMs).toBeLessThanOrEqual(afterMs + (afterMs - beforeMs))
})

test('another offset moves the clock by just the difference', () => {
  const beforeMs = systemClock.nowMs()
  const ahead = createClock(systemClock.epochOffsetMs + 60_000).nowMs()
  const afterMs = systemClock.nowMs()
  const slackMs = afterMs - beforeMs
  expect(ahead - 60_000).toBeGreaterThanOrEqual(beforeMs - slackMs)
  expect(ahead - 60_000).toBeLessThanOrEqual(afterMs + slackMs)
})

test('a thread that is handed the offset tells the same time: its read lies between two of ours', async () => {
  const thread = new Thread<EchoApi>(new URL('./testing/echo.worker.ts', import.meta.url))
  try {
    expect(await thread.call('epochOffsetMs', undefined)).toBe(systemClock.epochOffsetMs)
    for (let round = 0; round < 50; round++) {
      const beforeMs = systemClock.nowMs()
      const thereMs = await thread.call('nowMs', undefined)
      const afterMs = systemClock.nowMs()
      expect(thereMs).toBeGreaterThanOrEqual(beforeMs)
      expect(thereMs).toBeLessThanOrEqual(afterMs)
    }
  } finally {
    await thread.stop()
  }
})
