import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { readWhole } from '../../measure/distribution.ts'
import type { HistogramData, Measurement, TallyData } from '../../measure/measurement.ts'
import { mergeTallies } from '../../measure/tally.ts'
import { memoryRequests, withMemory } from '../testing/memory-truth.ts'
import type { MemoryTruth } from '../testing/memory-truth.ts'
import { measureMemory } from './memory.ts'

const run = (truth: MemoryTruth, requests = memoryRequests): Promise<Measurement[]> =>
  withMemory(truth, origin =>
    measureMemory({ origin, requests, perSecond: 50, durationMs: 400 }, systemClock),
  )

/** Of a kind of memory: how many good and bad steps there were, and of which causes. */
function counted(all: readonly Measurement[], kind: string): Pick<TallyData, 'total' | 'bad' | 'causes'> {
  const own = all.filter(({ metric, labels }) => metric === 'memory.errors' && labels['kind'] === kind)
  const { total, bad, causes } = mergeTallies(own.map(({ data }) => data as TallyData))
  return { total, bad, causes }
}

const stepsOf = (all: readonly Measurement[], kind: string): Record<string, number> =>
  Object.fromEntries(
    all
      .filter(({ metric, labels }) => metric === 'memory.latency' && labels['kind'] === kind)
      .map(({ labels, data }) => [labels['step'], (data as HistogramData).n]),
  )

test('a memory that keeps what it is told is read twice for each write, and nothing is wrong', async () => {
  const measured = await run({ writeMs: 40 })
  expect(stepsOf(measured, 'short')).toEqual({ add: 20, get: 40, clear: 20 })
  expect(stepsOf(measured, 'session')).toEqual({ create: 20, get: 40, update: 20 })
  expect(counted(measured, 'short')).toEqual({ total: 80, bad: 0, causes: {} })
  expect(counted(measured, 'session')).toEqual({ total: 80, bad: 0, causes: {} })
  const added = measured.find(({ metric, labels }) => metric === 'memory.latency' && labels['step'] === 'add')
  expect(readWhole(added?.data as HistogramData).percentile(1)).toBeGreaterThanOrEqual(39)
})

test('each lost write is a wrong read, of either kind', async () => {
  const { short, session } = memoryRequests
  const lost = counted(await run({ losesEvery: 5 }, short ? { short } : {}), 'short')
  expect(lost).toMatchObject({ bad: 4, causes: { 'a read did not give what was written': 4 } })
  const updates = counted(await run({ losesEvery: 5 }, session ? { session } : {}), 'session')
  expect(updates).toMatchObject({ bad: 4, causes: { 'a read did not give what was written': 4 } })
})

test('what is still there when it was cleared is told', async () => {
  expect(counted(await run({ stays: true }), 'short')).toMatchObject({
    bad: 20,
    causes: { 'a read gave what had been cleared': 20 },
  })
})

test('a memory in which owners are mixed up gives wrong reads', async () => {
  const { bad } = counted(await run({ mixesUp: true, writeMs: 60 }), 'short')
  expect(bad).toBeGreaterThan(0)
})

test('a session without an id is told by its cause', async () => {
  expect(counted(await run({ id: {} }), 'session')).toEqual({ total: 20, bad: 20, causes: { 'no id': 20 } })
})

test('what a target has no requests for is not measured', async () => {
  const { short } = memoryRequests
  const measured = await run({}, short ? { short } : {})
  expect(stepsOf(measured, 'session')).toEqual({})
})
