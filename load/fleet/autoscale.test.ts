import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { largestOf } from '../measure/extremes.ts'
import type { Measurement, SamplesData } from '../measure/measurement.ts'
import { measureAutoscale } from './autoscale.ts'
import { truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'
import type { TruthPool } from './testing/truth-pool.ts'

/** A pool with a cool-down of 200 ms, whose second box comes with the 21st agent. */
const pool = { perBox: 20, coolDownMs: 200 }

const requests = {
  ...truthRequests,
  pool: {
    ...truthRequests.pool,
    request: { method: 'GET', path: '/v2/pool' },
    agents: 'counts.all',
    hosts: 'boxes',
    coolDownMs: 200,
    autoscale: { agents: 30, died: 'dead' },
  },
} as const

async function measure(own: TruthPool, more: Truth = {}, withinMs = 800) {
  const measured = await withFleet({ ...more, pool: { ...pool, ...own } }, async origin => {
    const all = await measureAutoscale({ origin, requests, rounds: 2, withinMs, settleMs: 200 }, systemClock)
    // Whatever comes of it, its agents are let go.
    if (!more.poolFails) {
      const told = (await (await fetch(`${origin}/v2/pool`)).json()) as { counts: { all: number } }
      expect(told.counts.all).toBe(0)
    }
    return all
  })
  const of = (name: string): Measurement | undefined =>
    measured.find(({ metric }) => metric === `fleet.${name}`)
  const points = (name: string): SamplesData['points'] => {
    const data = of(name)?.data
    return data?.kind === 'samples' ? data.points : []
  }
  return { of, points }
}

test('a pool that follows its load is told to take as long as it does, without a reversal', async () => {
  const { of, points } = await measure({ growsAfterMs: 300 }, {}, 10_000)
  const [up, down] = [points('autoscale.up'), points('autoscale.down')]
  expect([up.length, down.length]).toEqual([2, 2])
  for (const { value } of up) expect(value).toBeGreaterThanOrEqual(300)
  for (const { value } of down) expect(value).toBeGreaterThanOrEqual(200)
  expect(of('autoscale.reversals')?.data).toMatchObject({ total: 4, bad: 0 })
  const course = of('pool.agents')?.data
  expect(course?.kind === 'series' && largestOf(course.points.map(([, agents]) => agents))).toBe(31)
})

test('a pool that flaps is told by what went against the load', async () => {
  const { of } = await measure({ flaps: true })
  expect(of('autoscale.reversals')).toHaveProperty(['data', 'causes', 'fewer hosts under load'])
})

test('hosts that die are told as such', async () => {
  const { of } = await measure({ dies: true })
  expect(of('autoscale.reversals')).toMatchObject({
    data: { causes: { 'a host died': expect.any(Number) } },
  })
})

test('a pool that does not grow, or does not shrink, is bounded, and twice is enough', async () => {
  const small = await measure({ perBox: 1000 })
  expect(small.points('autoscale.up')).toMatchObject([
    { value: 800, censored: true },
    { value: 800, censored: true },
  ])
  expect(small.points('autoscale.down')).toEqual([])
  const stuck = await measure({ coolDownMs: 3_600_000 })
  // In the second round the second box is there already.
  expect(stuck.points('autoscale.up')).toHaveLength(1)
  expect(stuck.points('autoscale.down')).toMatchObject([
    { value: 1000, censored: true },
    { value: 1000, censored: true },
  ])
})

test('a pool that tells nonsense, and agents that are refused, are no pool that holds', async () => {
  const absence = async (own: TruthPool, more?: Truth): Promise<string | undefined> =>
    (await measure(own, more)).of('autoscale.up')?.absence
  expect(await absence({ nonsense: 'many' })).toBe(
    'The answer about the pool has no number of hosts at the place that the target names.',
  )
  expect(await absence({ perBox: 1000 }, { most: 10 })).toBe(
    'The pool was not under its load: spawn: status 503.',
  )
})

test('a pool whose first answer fails is looked at all the same', async () => {
  const { points, of } = await measure({}, { poolFails: 1 }, 10_000)
  expect(points('autoscale.up')).toHaveLength(2)
  expect(of('autoscale.up')?.absence).toBeUndefined()
})

test('a pool that always fails is told with its status', async () => {
  const { of, points } = await measure({}, { poolFails: Infinity })
  expect(points('autoscale.up')).toEqual([])
  for (const name of ['autoscale.up', 'autoscale.down', 'autoscale.reversals'])
    expect(of(name)?.absence).toBe('The pool could not be asked: status 500.')
})

test('a change that nobody tells is no pool that is late', async () => {
  const { of, points } = await measure({ silentFrom: 21 })
  expect(points('autoscale.up')).toEqual([])
  expect(of('autoscale.up')?.absence).toContain('has no number of hosts')
  expect(of('autoscale.reversals')).toMatchObject({ data: { bad: 0 } })
})
