import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { runFleet } from './fleet-workload.ts'
import { measureStartup } from './startup.ts'
import { truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'

const requests = truthRequests

/** Twenty agents, after rounds of ten. */
async function cleanupOf(
  truth: Truth,
  rounds = 2,
  fleet = truthRequests,
): Promise<Pick<Measurement, 'absence'> & { counted: object }> {
  const measured = await withFleet(truth, origin =>
    runFleet(
      {
        origin,
        requests: fleet,
        agents: 20,
        everyMs: 10,
        allocate: { perSecond: 10, durationMs: 100 },
        rounds,
      },
      systemClock,
    ),
  )
  const found = measured.find(({ metric }) => metric === 'fleet.cleanup')
  if (!found) throw new Error('There is no fleet.cleanup.')
  const { total, bad } = found.data as TallyData
  return { counted: { total, bad }, ...('absence' in found ? { absence: found.absence } : {}) }
}

const FAILS = 'The pool could not be asked: status 500.'

for (const [what, truth, why] of [
  ['tells nonsense', { nonsense: 'many' }, 'its answer has no number of them'],
  ['can not be asked', { poolFails: Infinity }, 'status 500'],
] as const) {
  test(`a fleet whose pool ${what} is not stopped: agents of others may be there`, async () => {
    await withFleet({ others: 7, ...truth }, async (origin, asked) => {
      const options = { origin, requests, levels: [1], times: 1 }
      const [started] = await measureStartup(options, systemClock)
      expect(started).toMatchObject({
        data: { points: [] },
        absence: `The fleet could not be stopped: the pool does not tell whether agents of others are there (${why}).`,
      })
      expect(asked.get('DELETE ')).toBeUndefined()
    })
  })
}

test('a fleet without a pool is stopped', async () => {
  const { pool: _, ...others } = requests
  await withFleet({}, async (origin, asked) => {
    await measureStartup({ origin, requests: others, levels: [1], times: 1 }, systemClock)
    expect(asked.get('DELETE ')).toHaveLength(2)
  })
})

test('a pool that fails once is asked again: agents of others are not left over', async () => {
  expect(await cleanupOf({ others: 7, poolFails: 1 })).toEqual({ counted: { total: 6, bad: 0 } })
})

for (const [what, truth, absence] of [
  ['always fails', { poolFails: Infinity }, FAILS],
  [
    'tells no number of hosts',
    { pool: { nonsense: 'many' } },
    'The answer about the pool has no number of hosts at the place that the target names.',
  ],
] as const) {
  test(`a pool that ${what} is no fleet that left nothing`, async () => {
    expect(await cleanupOf(truth)).toEqual({ counted: { total: 0, bad: 0 }, absence })
  })
}

test('agents that stayed are told, though the pool does not tell later on', async () => {
  expect(await cleanupOf({ stay: 3, poolFailsBeyond: 10 }, 1)).toEqual({ counted: { total: 4, bad: 3 } })
})

test('a look that told nothing is not made up for by one that found nothing left', async () => {
  expect(await cleanupOf({ poolFailsBeyond: 10 }, 1)).toEqual({
    counted: { total: 0, bad: 0 },
    absence: FAILS,
  })
})

test('agents that go after more than 3 s are left over, but where the target says that they may take as long', async () => {
  expect((await cleanupOf({ goesAfterMs: 60_000 }, 0)).counted).toMatchObject({ bad: 20 })
  const patient = { ...requests, pool: { ...requests.pool, goneWithinMs: 30_000 } } as FleetRequests
  expect((await cleanupOf({ goesAfterMs: 4000 }, 0, patient)).counted).toMatchObject({ bad: 0 })
})

test('a fleet whose agents of before are still going is stopped when they have gone', async () => {
  await withFleet({ goesAfterMs: 1000 }, async (origin, asked) => {
    const few = { origin, agents: 5, everyMs: 10, allocate: { perSecond: 10, durationMs: 100 } }
    const { pool: _, ...unwatched } = requests
    await runFleet({ ...few, requests: unwatched, rounds: 0 }, systemClock)
    const [started] = await measureStartup({ origin, requests, levels: [1], times: 1 }, systemClock)
    expect((started?.data as SamplesData | undefined)?.points).toHaveLength(1)
    expect(asked.get('DELETE ')).toHaveLength(2)
  })
})
