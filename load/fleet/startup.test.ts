import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData } from '../measure/measurement.ts'
import { measureStartup } from './startup.ts'
import type { StartupOptions } from './startup.ts'
import { truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'

type Changes = Partial<Pick<StartupOptions, 'levels' | 'timeoutMs' | 'withinMs' | 'stopsWithinMs' | 'times'>>

const start = (truth: Truth, changes: Changes = {}): Promise<Measurement[]> =>
  withFleet(truth, origin =>
    measureStartup(
      { origin, requests: truthRequests, levels: [50], times: 2, timeoutMs: 5000, ...changes },
      systemClock,
    ),
  )

const errorsOf = (all: readonly Measurement[]): Measurement | undefined =>
  all.find(({ metric }) => metric === 'fleet.startup.errors')
const pointsOf = (one: Measurement | undefined): SamplesData['points'] =>
  (one?.data as SamplesData | undefined)?.points ?? []

test('a start from nothing lasts until the last agent is up; one that never is bounds it', async () => {
  const levels = [1, 60]
  const measured = await start({ upAfterMs: 100 }, { levels })
  const [one, many] = measured
  expect([one?.labels, many?.labels]).toEqual([{ agents: '1' }, { agents: '60' }])
  expect(pointsOf(many)).toHaveLength(2)
  for (const { value } of pointsOf(many)) expect(value).toBeGreaterThanOrEqual(99)
  expect(errorsOf(measured)?.data).toMatchObject({ total: 122, bad: 0 })
  const late = await start({ neverEvery: 30 }, { levels, timeoutMs: 300 })
  expect(pointsOf(late[1])).toMatchObject([
    { value: 300, censored: true },
    { value: 300, censored: true },
  ])
  expect(errorsOf(late)?.data).toMatchObject({ total: 122, bad: 4, causes: { 'message: not up in time': 4 } })
})

for (const [what, truth, bad, cause] of [
  ['refused', { most: 30 }, 100, 'spawn: status 503'],
  ['whose ids are given twice', { ids: 'twice' }, 2, 'spawn: an id was given twice'],
] as const) {
  test(`a start that is ${what} has no time, and its cause is told`, async () => {
    const measured = await start(truth)
    expect(measured[0]).toMatchObject({
      data: { points: [] },
      absence: `A start of 50 agents failed: ${cause}.`,
    })
    expect(errorsOf(measured)?.data).toMatchObject({ total: 100, bad, causes: { [cause]: bad } })
  })
}

test('a start that takes longer than a request may, and not longer than it is waited for, is told as long as it is', async () => {
  const measured = await start({ upAfterMs: 600 }, { levels: [1], timeoutMs: 300, withinMs: 20_000 })
  expect(pointsOf(measured[0])).toHaveLength(2)
  for (const { value, censored } of pointsOf(measured[0])) {
    expect(value).toBeGreaterThanOrEqual(599)
    expect(censored).toBeUndefined()
  }
})

test('a fleet that could not be stopped asked for no agents, and says why', async () => {
  expect(errorsOf(await start({ others: 7 }))).toMatchObject({
    data: { total: 0 },
    absence: expect.stringContaining('The fleet could not be stopped: 7 agents are there'),
  })
})

test('a fleet that refuses once to stop is stopped the next time: its agents are those of the run', async () => {
  // The first start is there when it refuses.
  const measured = await start({ refusesStop: 2 }, { levels: [5, 6] })
  expect(measured.slice(0, 2)).toMatchObject([
    { absence: 'The fleet could not be stopped: stop: status 503.' },
    { labels: { agents: '6' } },
  ])
  expect(measured.slice(0, 2).map(one => pointsOf(one).length)).toEqual([1, 2])
})

test('a fleet that answers before it has stopped is waited for: a start begins from nothing', async () => {
  const measured = await start({ stopsAfterMs: 300 }, { levels: [5, 6] })
  expect(measured.slice(0, 2).map(one => pointsOf(one).length)).toEqual([2, 2])
  expect(errorsOf(measured)?.data).toMatchObject({ total: 22, bad: 0 })
})

test('a fleet that says that it stops, and does not, is no fleet that starts from nothing', async () => {
  const measured = await start({ stopsAfterMs: Infinity }, { levels: [5, 6], times: 1, stopsWithinMs: 200 })
  expect(pointsOf(measured[0])).toHaveLength(1)
  expect(measured[1]).toMatchObject({
    data: { points: [] },
    absence: 'The fleet could not be stopped: stop: 5 agents and 1 host are still there 0.2 s later.',
  })
  expect(measured.find(({ metric }) => metric === 'fleet.cleanup')?.data).toMatchObject({ bad: 1 })
})
