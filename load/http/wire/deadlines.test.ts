import { mock } from 'node:test'
import * as fc from 'fast-check'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { answerInStandstill } from '../../testing/answer-in-standstill.ts'
import { Deadlines } from './deadlines.ts'
import type { Timed } from './deadlines.ts'

/** Deadlines on a clock and on timers that go as the test says. */
function simulated(
  use: (means: {
    deadlines: Deadlines
    one: (deadlineMs: number, then?: () => void) => Timed
    passMs: (ms: number) => void
    standStill: (ms: number) => void
    over: number[]
    timers: () => number
  }) => void,
): void {
  mock.timers.enable({ apis: ['setTimeout'] })
  let nowMs = 0
  const set = mock.method(globalThis, 'setTimeout')
  const immediate = mock.method(globalThis, 'setImmediate', (then: () => void) => then())
  const over: number[] = []
  const deadlines = new Deadlines({ nowMs: () => nowMs })
  try {
    use({
      deadlines,
      one(deadlineMs, then) {
        const timed: Timed = {
          deadlineMs,
          before: undefined,
          after: undefined,
          timeOut() {
            over.push(deadlineMs)
            then?.()
          },
        }
        deadlines.add(timed)
        return timed
      },
      passMs(ms) {
        for (let passed = 0; passed < ms; passed++) {
          nowMs++
          mock.timers.tick(1)
        }
      },
      standStill(ms) {
        nowMs += ms
        // Timers that are due meanwhile all come now, and those that they set then come later.
        mock.timers.tick(250)
      },
      over,
      timers: () => set.mock.callCount(),
    })
  } finally {
    deadlines.stop()
    set.mock.restore()
    immediate.mock.restore()
    mock.timers.reset()
  }
}

test('what is over in time never times out, and a thousand of them set a few timers', () => {
  simulated(({ deadlines, one, passMs, over, timers }) => {
    for (let index = 0; index < 1000; index++) {
      const timed = one(index + 100)
      passMs(1)
      deadlines.remove(timed)
    }
    passMs(500)
    expect(over).toEqual([])
    expect(timers()).toBeLessThan(20)
  })
})

test('each times out once, at its time and in order, whatever the order they came in and whichever were over before', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ atMs: fc.integer({ min: 1, max: 50 }), isOver: fc.boolean() })), all => {
      simulated(({ deadlines, one, passMs, over }) => {
        const timed = all.map(({ atMs }) => one(atMs))
        for (const [index, { isOver }] of all.entries()) if (isOver) deadlines.remove(timed[index] as Timed)
        const expected = all.filter(({ isOver }) => !isOver).map(({ atMs }) => atMs)
        expected.sort((a, b) => a - b)
        passMs(20)
        expect(over).toEqual(expected.filter(atMs => atMs <= 20))
        passMs(30)
        expect(over).toEqual(expected)
        // Those that are gone may be told so again.
        for (const gone of timed) deadlines.remove(gone)
      })
    }),
  )
})

test('what a time-out begins is timed too', () => {
  simulated(({ one, passMs, over }) => {
    one(5, () => void one(7))
    passMs(6)
    expect(over).toEqual([5])
    passMs(1)
    expect(over).toEqual([5, 7])
  })
})

test('what comes late after a standstill in which nothing waited has all of its time', () => {
  simulated(({ deadlines, passMs, standStill, over }) => {
    const due = (readyMs: number): void =>
      deadlines.add({
        readyMs,
        deadlineMs: readyMs + 100,
        before: undefined,
        after: undefined,
        timeOut: () => over.push(readyMs),
      })
    standStill(5000)
    due(10)
    // Late by less than a standstill: it has what is left of its time.
    due(4950)
    passMs(60)
    expect(over).toEqual([4950])
    passMs(30)
    expect(over).toEqual([4950])
    passMs(20)
    expect(over).toEqual([4950, 10])
  })
})

test('all that waits is put off once by the length of a standstill, in the same order', () => {
  simulated(({ one, passMs, standStill, over }) => {
    one(105)
    one(3000)
    one(20_000)
    passMs(100)
    standStill(10_000)
    expect(over, 'of its 105 ms it has had 100').toEqual([])
    one(10_500)
    passMs(400)
    expect(over, 'put off by what the timer was set before').toEqual([105, 10_500])
    passMs(2600)
    expect(over).toEqual([105, 10_500, 3000])
    // Another one puts off nobody a second time.
    standStill(60_000)
    expect(over).toEqual([105, 10_500, 3000, 20_000])
  })
})

test('a timer that is a little late puts off nothing', () => {
  simulated(({ one, standStill, over }) => {
    one(5)
    standStill(1005)
    expect(over).toEqual([5])
  })
})

test('after the end nothing times out', () => {
  simulated(({ deadlines, one, passMs, over }) => {
    one(5)
    deadlines.stop()
    passMs(10)
    expect(over).toEqual([])
  })
})

test('what had arrived when a time-out is noticed, after a standstill of this process, is in time', async () => {
  const deadlines = new Deadlines(systemClock)
  const ended = Promise.withResolvers<string>()
  const timed: Timed = {
    deadlineMs: systemClock.nowMs() + 5,
    before: undefined,
    after: undefined,
    timeOut: () => ended.resolve('timed out'),
  }
  await using _ = await answerInStandstill(
    () => deadlines.add(timed),
    () => ended.resolve('answered'),
    50,
  )
  expect(await ended.promise).toBe('answered')
  deadlines.stop()
})
