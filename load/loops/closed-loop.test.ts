import { expect, test } from '@playwright/test'
import { runClosedLoop } from './closed-loop.ts'
import { good, simulated } from './testing/simulated.ts'

test('each client has one unit of work under way, and begins the next when it is over: 3 clients at 40 ms make 75 a second', async () => {
  await simulated(async ({ clock, takes, passMs }) => {
    let most = 0
    let underWay = 0
    const due: [index: number, intendedMs: number][] = []
    const running = runClosedLoop(
      {
        clients: 3,
        untilMs: 1000,
        async operation(index, intendedMs) {
          due.push([index, intendedMs])
          most = Math.max(most, ++underWay)
          const outcome = await takes(40)
          underWay--
          return outcome
        },
      },
      clock,
    )
    await passMs(1100)
    await running
    expect(most).toBe(3)
    expect(due).toEqual(Array.from({ length: 75 }, (_, index) => [index, 40 * Math.floor(index / 3)]))
  })
})

test('a target that stalls is asked less: what was under way waits, and nothing falls due meanwhile', async () => {
  await simulated(async ({ clock, takes, passMs }) => {
    const took: number[] = []
    const running = runClosedLoop(
      {
        clients: 2,
        untilMs: 1000,
        // Of 10 ms each; what begins from 500 on is answered only at 800.
        operation: (_, intendedMs) => takes(intendedMs >= 500 && intendedMs < 800 ? 800 - intendedMs : 10),
        heard: ({ startMs, endMs }) => took.push(endMs - startMs),
      },
      clock,
    )
    await passMs(1100)
    await running
    expect(took.filter(ms => ms === 10)).toHaveLength(2 * (50 + 20))
    expect(took.filter(ms => ms === 300)).toHaveLength(2)
    expect(took).toHaveLength(142)
  })
})

test('it ends after so many units of work, or when it is told to, and what was begun is waited for', async () => {
  await simulated(async ({ clock, takes, passMs }) => {
    let begun = 0
    let ended = 0
    const operation = async () => {
      begun++
      const outcome = await takes(10)
      ended++
      return outcome
    }
    const counted = runClosedLoop({ clients: 4, times: 10, operation }, clock)
    await passMs(100)
    await counted
    expect([begun, ended]).toEqual([10, 10])
    const end = new AbortController()
    const stopped = runClosedLoop({ clients: 4, operation, signal: end.signal }, clock)
    await passMs(15)
    end.abort()
    await passMs(10)
    await stopped
    expect([begun, ended]).toEqual([18, 18])
  })
})

test('at least so many are begun, after the time is over too', async () => {
  await simulated(async ({ clock, takes, passMs }) => {
    const due: number[] = []
    const operation = async (_: number, intendedMs: number) => {
      due.push(intendedMs)
      return takes(10)
    }
    const running = runClosedLoop({ clients: 2, untilMs: 15, atLeast: 7, operation }, clock)
    await passMs(100)
    await running
    expect(due).toEqual([0, 0, 10, 10, 20, 20, 30])
  })
})

test('an operation that throws ends it with that error', async () => {
  await simulated(async ({ clock }) => {
    const operation = (index: number) =>
      index === 3 ? Promise.reject(new Error('broken')) : Promise.resolve(good(0, 0))
    await expect(runClosedLoop({ clients: 2, times: 10, operation }, clock)).rejects.toThrow('broken')
  })
})
