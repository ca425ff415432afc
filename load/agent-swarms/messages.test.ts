import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData } from '../measure/measurement.ts'
import { measureSwarms } from './messages.ts'
import { counted, measured, one, timesOf } from './testing/run-swarms.ts'
import { swarmsRequests } from './testing/swarms-truth.ts'
import type { SwarmsTruth } from './testing/swarms-truth.ts'

const LOADS = [{ load: 'steady', perSecond: 500 }]

const run = (truth: SwarmsTruth, durationMs = 600): Promise<{ all: Measurement[]; left: number }> =>
  measured(truth, origin =>
    measureSwarms(
      { origin, requests: swarmsRequests, swarms: 6, members: 3, loads: LOADS, durationMs },
      systemClock,
    ),
  )

test('swarms come up, their messages are counted and timed, and all are removed', async () => {
  const { all, left } = await run({ messagesMs: 40 }, 3000)
  expect(counted(all, 'swarms.created')).toEqual({ good: 6, causes: {} })
  expect(timesOf(all, 'swarms.creation').n).toBe(6)
  // 500 messages a second, five in a request.
  expect(counted(all, 'swarms.errors', { load: 'steady' })).toEqual({ good: 300, causes: {} })
  expect(counted(all, 'swarms.lost', { load: 'steady' })).toEqual({ good: 1500, causes: {} })
  expect(timesOf(all, 'swarms.latency', { load: 'steady' }).percentile(1)).toBeGreaterThanOrEqual(39)
  const { points } = one(all, 'swarms.delivered', { load: 'steady' }).data as SamplesData
  // The first and the last second are left out; and the one between them, where this machine was late in it.
  for (const { value } of points) expect(value).toBeCloseTo(500, -2)
  expect(left).toBe(0)
})

test('what does not come is counted, exactly', async () => {
  const { all } = await run({ losesEvery: 10 })
  expect(counted(all, 'swarms.lost')).toEqual({ good: 294, causes: { 'did not come': 6 } })
})

test('each way not to come up is told by its cause, and what is there is removed', async () => {
  for (const [truth, causes] of [
    [{ refusesEvery: 3 }, { 'create: status 503': 2 }],
    [{ shortEvery: 2 }, { 'create: not as many members as asked for': 3 }],
    [{ leaderlessEvery: 6 }, { 'no leader': 1 }],
  ] as const) {
    const { all, left } = await run(truth)
    expect(counted(all, 'swarms.created').causes).toEqual(causes)
    expect(left).toBe(0)
  }
})

test('where no swarm comes up there are no values, and it is said why', async () => {
  const { all } = await run({ refusesEvery: 1 })
  expect(one(all, 'swarms.latency').absence).toBe('No swarm could be created: create: status 503.')
  expect(counted(all, 'swarms.created')).toEqual({ good: 0, causes: { 'create: status 503': 6 } })
})
