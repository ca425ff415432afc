import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { TruthProcess } from './truth-process.ts'

test('a server in a process of its own answers, and hands over what it did on our clock', async () => {
  await using truth = new TruthProcess()
  const { id, origin } = await truth.ask('startServer', {})
  const sentMs = systemClock.nowMs()
  const answer = await fetch(`${origin}/slow?delayMs=20`)
  const receivedMs = systemClock.nowMs()
  expect(await answer.text()).toBe('ok')
  const { served } = await truth.ask('serverRecords', id)
  expect(served).toEqual([
    {
      path: '/slow',
      manner: 'answer',
      status: 200,
      arrivedMs: expect.any(Number),
      serviceMs: expect.any(Number),
    },
  ])
  const { arrivedMs = 0, serviceMs = 0 } = served[0] ?? {}
  expect(arrivedMs).toBeGreaterThan(sentMs)
  expect(arrivedMs + serviceMs).toBeLessThan(receivedMs)
  // A timer was seen to fire up to 1 ms early.
  expect(serviceMs).toBeGreaterThan(18)
})

test('each server and hub has records of its own', async () => {
  await using truth = new TruthProcess()
  const [one, other] = [await truth.ask('startServer', {}), await truth.ask('startServer', {})]
  await fetch(other.origin)
  expect((await truth.ask('serverRecords', one.id)).served).toHaveLength(0)
  expect((await truth.ask('serverRecords', other.id)).served).toHaveLength(1)
  const hub = await truth.ask('startHub', { clock: { offsetMs: -70, driftPpm: 0 } })
  expect(await truth.ask('hubRecords', hub.id)).toEqual({ received: [], passed: [] })
  expect(await truth.ask('offsetAtMs', { id: hub.id, atMs: 0 })).toBe(-70)
})

test('the process watches how late it is itself', async () => {
  await using truth = new TruthProcess()
  const { origin } = await truth.ask('startServer', {})
  const startMs = systemClock.nowMs()
  await fetch(`${origin}/?delayMs=100`)
  const lateMs = await truth.ask('lateness', { startMs, endMs: startMs + 50 })
  expect(lateMs).toHaveLength(10)
  expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0)
})

test('what it does not know it refuses, and once it is gone it answers no more', async () => {
  const truth = new TruthProcess()
  await expect(truth.ask('serverRecords', 7)).rejects.toThrow('There is no number 7.')
  const { origin } = await truth.ask('startServer', {})
  await truth[Symbol.asyncDispose]()
  await expect(truth.ask('startServer', {})).rejects.toThrow()
  await expect(fetch(origin)).rejects.toThrow()
})
