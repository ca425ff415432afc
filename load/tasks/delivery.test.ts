import { expect, test } from '@playwright/test'
import type { TallyData } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { Delivery } from './delivery.ts'

/** Accounts of a run on a clock of the test's. */
function accounts(twice: ReadonlySet<string> = new Set()) {
  let nowMs = 0
  const delivery = new Delivery({ nowMs: () => nowMs }, new Recording(), twice, ['done'])
  return {
    delivery,
    /** A task that was asked for at a time, taken 10 ms later, and told to be done as the `order`-th of its stream, or not told yet. */
    add: (id: string, sentMs: number, order?: number, stream = 'stream'): void => {
      nowMs = sentMs + 20
      const told = order === undefined ? {} : { told: { state: 'done', effects: 1, order } }
      delivery.add({ id, sentMs, takenMs: sentMs + 10, ...told }, stream)
    },
    end: async (): Promise<Pick<TallyData, 'total' | 'bad' | 'causes'>> => {
      // Whoever waits for those that are under way finds that the time is up.
      await delivery.settle(() => {
        nowMs += 60_000
        return Promise.resolve({ kind: 'under-way', state: 'busy' })
      })
      const { total, bad, causes } = delivery.measurement({ startMs: 0, endMs: nowMs }, []).data as TallyData
      return { total, bad, causes }
    },
  }
}

test('a day of tasks takes no more room than some minutes of them, and each is counted', async () => {
  const { delivery, add, end } = accounts()
  let most = 0
  for (let second = 0; second < 86_400; second++) {
    add(`${second}`, second * 1000, second)
    most = Math.max(most, delivery.kept)
  }
  // Those of 120 s, those of the 10 s until they are looked for, and the last of the stream.
  expect(most).toBeLessThanOrEqual(132)
  expect(await end()).toEqual({ total: 86_400, bad: 0, causes: {} })
})

test('of a task that was done long before, the end is told twice', async () => {
  const { add, end } = accounts(new Set(['0']))
  for (let second = 0; second < 200; second++) add(`${second}`, second * 1000, second)
  expect(await end()).toMatchObject({
    total: 200,
    bad: 1,
    causes: { 'duplicated: its end was told twice': 1 },
  })
})

test('a task is out of order behind one that has been accounted for', async () => {
  const { add, end } = accounts()
  add('first', 0, 50)
  add('of another stream', 150_000, 99, 'another')
  add('last', 160_000, 40)
  expect(await end()).toEqual({ total: 3, bad: 1, causes: { 'out of order': 1 } })
})

test('a task that is not told to be done is kept to the end, however long that is', async () => {
  const { add, end } = accounts()
  add('never', 0)
  for (let second = 1; second < 1000; second++) add(`${second}`, second * 1000, second)
  expect(await end()).toMatchObject({
    total: 1000,
    bad: 1,
    causes: { 'lost: still "busy" when no other was done any more': 1 },
  })
})

test('many tasks that did not end are looked at some at once, and no longer than 20 s, however slow the answers are', async () => {
  let nowMs = 0
  const delivery = new Delivery({ nowMs: () => nowMs }, new Recording(), new Set(), ['done'])
  for (let id = 0; id < 5000; id++) delivery.add({ id: `${id}`, sentMs: 0, takenMs: 10 })
  let looks = 0
  let atOnce = 0
  let most = 0
  await delivery.settle(async () => {
    looks++
    most = Math.max(most, ++atOnce)
    await Promise.resolve()
    // A request of each fifty that are under way at once ends them all.
    if (atOnce-- === 1) nowMs += 9000
    return { kind: 'under-way', state: 'busy' }
  })
  expect(most).toBe(50)
  expect(looks).toBe(3 * 50)
})
