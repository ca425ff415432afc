import { expect, test } from '@playwright/test'
import type { QueueCounts } from '../account/drain.ts'
import { drained } from './drained.ts'

/** A broker that tells of its queues each 100 ms; the clock goes on by that with each look. @param openAt events that are not accounted for, by second */
async function drain(
  told: (second: number) => Pick<QueueCounts, 'ready' | 'unacked'>,
  openAt: (second: number) => number,
  untold?: string,
) {
  const counts: QueueCounts[] = []
  let nowMs = 0
  const look = { counts, staleMs: 1500 }
  const watch = {
    untold,
    get told() {
      if (untold === undefined) counts.push({ atMs: nowMs, ...told(nowMs / 1000) })
      return look
    },
  }
  const ledger = {
    get open() {
      return openAt(nowMs / 1000)
    },
  }
  const settled = await drained(watch, ledger, 0, { nowMs: () => (nowMs += 100) }, 0)
  return { ...settled, afterMs: nowMs }
}

test('a bus has drained once its queues are empty and all is accounted for', async () => {
  const { afterMs, ...settled } = await drain(
    second => ({ ready: second < 1 ? 5 : 0, unacked: second < 2 ? 1 : 0 }),
    second => (second < 3 ? 2 : 0),
  )
  expect(settled).toEqual({
    drain: { kind: 'drained', atMs: 2500 },
    left: { kind: 'counted', messages: 0 },
  })
  expect(afterMs).toBe(3000)
})

test('of queues that are empty after 9.5 s it is told what waited after 5 s; what is missing then is waited for as long', async () => {
  const { drain: last, left } = await drain(
    second => ({ ready: second < 5.5 ? 60 : second < 9.5 ? 50 : 0, unacked: 0 }),
    () => 1,
  )
  expect(last).toMatchObject({ kind: 'not-drained', last: { ready: 50 } })
  expect(left).toEqual({ kind: 'counted', messages: 60 })
})

test('where nobody tells what consumers have, events that are not accounted for may be there', async () => {
  const { drain: last, left } = await drain(
    () => ({ ready: 0, unacked: undefined }),
    () => 4,
  )
  expect(last).toEqual({ kind: 'unacked-unknown' })
  expect(left.kind).toBe('unknown')
})

test('of queues that nobody tells of it is told why, once all is accounted for', async () => {
  const why = 'RabbitMQ has no queue "orders": correct bus.queues.'
  const settled = await drain(
    () => ({ ready: 0, unacked: 0 }),
    second => (second < 2 ? 1 : 0),
    why,
  )
  expect(settled).toEqual({ drain: { kind: 'untold' }, left: { kind: 'unknown', why }, afterMs: 2000 })
})
