import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { arrivals } from './arrivals.ts'
import type { Arrivals } from './arrivals.ts'
import { systemClock } from './clock.ts'
import { runSchedule } from './schedule.ts'
import { standstill } from './standstill.ts'

/** Arrivals at these offsets, which need not be evenly paced. */
const listed = (...offsetsMs: number[]): Arrivals => ({
  durationMs: Math.max(0, ...offsetsMs) + 1,
  count: offsetsMs.length,
  at: index => offsetsMs[index] ?? Number.NaN,
})

/** A clock that stands still until it is told otherwise. */
const manualClock = (nowMs: number) => ({ nowMs: () => nowMs, set: (ms: number) => (nowMs = ms) })

test('all arrivals fire in order, none more than a millisecond before its time, and none before what counts as it', async () => {
  const plan = arrivals({ kind: 'ramp', fromPerSecond: 50, toPerSecond: 400, durationMs: 400 })
  const startMs = systemClock.nowMs() + 20
  const fired: { index: number; intendedMs: number; atMs: number }[] = []
  await runSchedule(plan, startMs, systemClock, (index, intendedMs) =>
    fired.push({ index, intendedMs, atMs: systemClock.nowMs() }),
  )
  expect(fired.map(one => one.index)).toEqual(Array.from({ length: plan.count }, (_, index) => index))
  for (const { index, intendedMs, atMs } of fired) {
    const dueMs = startMs + plan.at(index)
    expect(intendedMs).toBeLessThanOrEqual(dueMs)
    expect(intendedMs).toBeGreaterThanOrEqual(dueMs - 1)
    expect(atMs).toBeGreaterThanOrEqual(intendedMs)
  }
})

test('an arrival due within a millisecond fires now, and counts from now', () => {
  const clock = manualClock(1000)
  const fired: [number, number][] = []
  const abort = new AbortController()
  void runSchedule(listed(0.9, 1), 1000, clock, (index, atMs) => fired.push([index, atMs]), abort.signal)
  expect(fired).toEqual([[0, 1000]])
  abort.abort()
})

test('a timer is set for the whole milliseconds until the next arrival, and once more where it came too early', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const clock = manualClock(0)
    const fired: [number, number][] = []
    const done = runSchedule(listed(0, 10.4, 10.9, 13), 0, clock, (index, atMs) => fired.push([index, atMs]))
    clock.set(8.9)
    mock.timers.tick(10)
    expect(fired).toEqual([[0, 0]])
    clock.set(9.95)
    mock.timers.tick(1)
    // Early, both count from now: nothing is measured from before it began.
    expect(fired.slice(1)).toEqual([
      [1, 9.95],
      [2, 9.95],
    ])
    clock.set(13.2)
    mock.timers.tick(3)
    expect(fired.at(-1)).toEqual([3, 13])
    await done
  } finally {
    mock.timers.reset()
  }
})

test('nothing fires before the schedule begins', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const clock = manualClock(999.5)
    const fired: [number, number][] = []
    const done = runSchedule(listed(0, 0.2), 1000, clock, (index, atMs) => fired.push([index, atMs]))
    expect(fired).toEqual([])
    clock.set(1000.5)
    mock.timers.tick(1)
    await done
    expect(fired).toEqual([
      [0, 1000],
      [1, 1000.2],
    ])
  } finally {
    mock.timers.reset()
  }
})

test('what is due at the start fires without waiting for a timer', () => {
  const clock = manualClock(1000)
  const fired: number[] = []
  void runSchedule(listed(0, 0, 1), 1000, clock, index => fired.push(index))
  expect(fired).toEqual([0, 1])
  clock.set(2000)
})

test('a stall is followed at once by all that fell due during it, each with its own intended time', async () => {
  const clock = manualClock(0)
  const fired: [number, number][] = []
  const done = runSchedule(listed(0, 1000, 2000, 2999, 3001), 0, clock, (index, intendedMs) => {
    fired.push([index, intendedMs])
    // The first arrival holds the thread up for 3 s.
    if (index === 0) clock.set(3000)
  })
  expect(fired).toEqual([
    [0, 0],
    [1, 1000],
    [2, 2000],
    [3, 2999],
  ])
  clock.set(3001)
  await done
  expect(fired.at(-1)).toEqual([4, 3001])
})

test('an abort ends the schedule early, and nothing fires after it', async () => {
  const abort = new AbortController()
  const fired: number[] = []
  const fire = (index: number): void => {
    fired.push(index)
    if (index === 2) abort.abort()
  }
  const plan = arrivals({ kind: 'constant', perSecond: 200, durationMs: 60_000 })
  await runSchedule(plan, systemClock.nowMs(), systemClock, fire, abort.signal)
  expect(fired).toEqual([0, 1, 2])
})

test('a schedule that is aborted before it starts fires nothing', async () => {
  const fired: number[] = []
  await runSchedule(listed(0, 1), 0, manualClock(5), index => fired.push(index), AbortSignal.abort())
  expect(fired).toEqual([])
})

test('an empty schedule is done at once', async () => {
  await runSchedule(listed(), 0, manualClock(0), () => {
    throw new Error('nothing should fire')
  })
})

test('what an arrival throws ends the schedule with that error', async () => {
  const fired: number[] = []
  const failing = (index: number): void => {
    fired.push(index)
    if (index === 1) throw new Error('socket gone')
  }
  await expect(runSchedule(listed(0, 1, 2), 0, manualClock(10), failing)).rejects.toThrow('socket gone')
  expect(fired).toEqual([0, 1])
})

test('what an arrival throws after a wait ends the schedule too', async () => {
  const failing = (): void => {
    throw new Error('late failure')
  }
  const startMs = systemClock.nowMs() + 5
  await expect(runSchedule(listed(0), startMs, systemClock, failing)).rejects.toThrow('late failure')
})

test('what fell due in a stall fires in turns, between which the event loop hears of what came', async () => {
  const clock = manualClock(1000)
  const turns: number[] = []
  let turn = 0
  let isOver = false
  const countTurns = (): void => {
    turn++
    if (!isOver) setImmediate(countTurns)
  }
  setImmediate(countTurns)
  await runSchedule(listed(...Array.from({ length: 150 }, () => 0)), 0, clock, () => turns.push(turn))
  isOver = true
  const perTurn = [...new Set(turns)].map(one => turns.filter(other => other === one).length)
  expect(perTurn).toEqual([64, 64, 22])
})

test('a standstill before an arrival that is far off counts as one before one that is near', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] })
  standstill.mostMs = 2000
  try {
    const clock = manualClock(0)
    let fired = 0
    const done = runSchedule(listed(0, 3000), 0, clock, () => fired++)
    clock.set(2900)
    mock.timers.tick(100)
    await expect(done).rejects.toThrow('stood still for 3 s, and sent nothing')
    expect(fired).toBe(1)
  } finally {
    standstill.mostMs = Number.POSITIVE_INFINITY
    mock.timers.reset()
  }
})

for (const [stoodMs, sent] of [
  [1900, 40],
  [2100, 20],
] as const) {
  test(`a thread that may stand still for 2 s and did for ${stoodMs} ms sends ${sent} of 40 that were due by then`, async () => {
    mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] })
    standstill.mostMs = 2000
    try {
      const clock = manualClock(0)
      let fired = 0
      const due = listed(...Array.from({ length: 40 }, (_, index) => (index < 20 ? 0 : 10)))
      const done = runSchedule(due, 0, clock, () => fired++)
      expect(fired).toBe(20)
      clock.set(10 + stoodMs)
      mock.timers.tick(10)
      if (sent === 20) await expect(done).rejects.toThrow('stood still for 2 s, and sent nothing')
      else await done
      expect(fired).toBe(sent)
    } finally {
      standstill.mostMs = Number.POSITIVE_INFINITY
      mock.timers.reset()
    }
  })
}
