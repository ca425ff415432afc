import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { RunClock } from './run-clock.ts'

test('a workload that is told twice that it is over is over once: the next steps the clock, and none beneath it', async () => {
  const follow = mock.method(systemClock, 'follow', () => {})
  const stepped = (): number => follow.mock.callCount()
  try {
    const clock = new RunClock(() => Promise.resolve({ offsetMs: 5, errorMs: 1 }))
    const first = await clock.hold()
    expect(stepped()).toBe(1)
    first.release()
    first.release()
    const second = await clock.hold()
    expect(stepped()).toBe(2)
    const third = await clock.hold()
    expect(stepped()).toBe(2)
    second.release()
    await clock.hold()
    expect(stepped(), 'the third still goes by it').toBe(2)
    third.release()
  } finally {
    follow.mock.restore()
  }
})
