import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { backOffMs } from './back-off.ts'
import type { Clock } from './clock.ts'
import { Deadlines } from './http/wire/deadlines.ts'
import { LONGEST_TIMER_MS, longTimer, longWait } from './long-timer.ts'
import { Crowd } from './loops/crowd.ts'
import { runSchedule } from './schedule.ts'

const DAY_MS = 86_400_000
const FIVE = 5e9

/** Node takes a wait of more than 2^31 - 1 ms for one of 1 ms; its mocked timers do not, so that a wait is what is asked of them. */
async function asked(begin: (clock: Clock) => void): Promise<number[]> {
  const waits: number[] = []
  const timers = mock.method(globalThis, 'setTimeout', (_: unknown, ms = 0) => {
    waits.push(ms)
    return {} as NodeJS.Timeout
  })
  try {
    begin({ nowMs: () => 0 })
    await Promise.resolve()
  } finally {
    timers.mock.restore()
  }
  return waits
}

const waits: [name: string, begin: (clock: Clock) => void][] = [
  ['a timer of 58 days', () => longTimer(() => {}, FIVE)],
  ['a timer for ever', () => longTimer(() => {}, Number.POSITIVE_INFINITY)],
  ['a think time of 58 days', () => void longWait(FIVE, new AbortController().signal)],
  [
    'an arrival in 58 days',
    clock => void runSchedule({ count: 1, durationMs: FIVE, at: () => FIVE }, 0, clock, () => {}),
  ],
]

for (const [name, begin] of waits) {
  test(`${name} asks no timer for more than it can wait`, async () => {
    const all = await asked(begin)
    expect(all.length).toBeGreaterThan(0)
    for (const ms of all) {
      expect(ms).toBeGreaterThan(20 * DAY_MS)
      expect(ms).toBeLessThanOrEqual(LONGEST_TIMER_MS)
    }
  })
}

test('a time-out of 58 days asks no timer for more than it can wait', async () => {
  const all = await asked(clock => new Deadlines(clock).add({ deadlineMs: FIVE, timeOut() {} } as never))
  expect(all.length).toBeGreaterThan(0)
  for (const ms of all) expect(ms).toBeLessThanOrEqual(LONGEST_TIMER_MS)
})

for (const waitMs of [-5, -0.0002, NaN, -Infinity]) {
  test(`a wait of ${waitMs} ms is over at once, of which Node.js does not warn`, async () => {
    expect(await asked(() => longTimer(() => {}, waitMs))).toEqual([0])
  })
}

for (const waitMs of [0, 5, LONGEST_TIMER_MS - 1, LONGEST_TIMER_MS, LONGEST_TIMER_MS + 1, FIVE]) {
  test(`a wait of ${waitMs} ms is over then, and not before`, () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      let over = 0
      longTimer(() => over++, waitMs)
      if (waitMs > 0) {
        for (let leftMs = waitMs - 1; leftMs > 0; leftMs -= LONGEST_TIMER_MS)
          mock.timers.tick(Math.min(LONGEST_TIMER_MS, leftMs))
        expect(over).toBe(0)
      }
      mock.timers.tick(1)
      expect(over).toBe(1)
    } finally {
      mock.timers.reset()
    }
  })
}

test('a wait that is ended is over at once, or never', async () => {
  const end = new AbortController()
  const waiting = longWait(FIVE, end.signal)
  end.abort()
  await waiting
  await longWait(FIVE, end.signal)
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    let over = 0
    longTimer(() => over++, FIVE).cancel()
    mock.timers.tick(LONGEST_TIMER_MS)
    mock.timers.tick(LONGEST_TIMER_MS)
    expect(over).toBe(0)
  } finally {
    mock.timers.reset()
  }
})

test('users who stay for 58 days have not gone after a millisecond', async () => {
  const crowd = new Crowd(
    { kind: 'closed', users: 1, holdMs: FIVE, journeys: 1 },
    Date.now(),
    { nowMs: () => Date.now() },
    new AbortController().signal,
  )
  let wasEnded: boolean | undefined
  await crowd.run(() => ({
    arrive: () => new Promise(resolve => setTimeout(resolve, 20, true)),
    journey() {
      wasEnded = crowd.signal.aborted
      return Promise.resolve({
        startMs: 0,
        endMs: 0,
        fault: undefined,
        marks: undefined,
        sizes: undefined,
        values: undefined,
      })
    },
  }))
  expect(wasEnded).toBe(false)
})

test('no back-off is longer than a timer waits', () => {
  const policy = { baseMs: FIVE, capMs: 1e12, jitter: 'none', silenceMs: 1e4 } as const
  for (const failures of [0, 3, 2000]) expect(backOffMs(policy, failures, () => 0.5)).toBe(LONGEST_TIMER_MS)
})
