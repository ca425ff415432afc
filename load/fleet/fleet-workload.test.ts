import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import { readWhole } from '../measure/distribution.ts'
import { runFleet } from './fleet-workload.ts'
import type { FleetOptions } from './fleet-workload.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { measureMemory } from './memory.ts'
import { measureStartup } from './startup.ts'
import { truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'

interface Changes extends Partial<Omit<FleetOptions, 'requests'>> {
  requests?: Partial<FleetRequests>
}

async function run(truth: Truth, { requests, ...changes }: Changes = {}) {
  const measured = await withFleet(truth, origin =>
    runFleet(
      {
        origin,
        requests: { ...truthRequests, ...requests },
        agents: 100,
        everyMs: 100,
        allocate: { perSecond: 50, durationMs: 200 },
        rounds: 0,
        ...changes,
      },
      systemClock,
    ),
  )
  return { measured, spawned: tallyOf(measured, 'fleet.spawn.errors') }
}

const dataOf = (all: readonly Measurement[], metric: string): Measurement['data'] | undefined =>
  all.find(one => one.metric === metric)?.data
const tallyOf = (
  all: readonly Measurement[],
  metric: string,
): Pick<TallyData, 'total' | 'bad' | 'causes'> => {
  const { total, bad, causes } = dataOf(all, metric) as TallyData
  return { total, bad, causes }
}

/** By how much this process was late: of a time that is waited for it is told too much. */
function latenessOf(all: readonly Measurement[]): number {
  const late = all.flatMap(({ doubts }) =>
    doubts.flatMap(one => (one.kind === 'generator-late' ? one.lateMs : [])),
  )
  return Math.max(0, ...late)
}

test('agents that are up after 150 ms are told to take 150 ms, each from the request for its batch', async () => {
  const { measured, spawned } = await run({ upAfterMs: 150 })
  expect(spawned).toEqual({ total: 100, bad: 0, causes: {} })
  const data = dataOf(measured, 'fleet.spawn.latency') as HistogramData
  expect(data.n).toBe(100)
  const distribution = readWhole(data)
  expect(distribution.percentile(1)).toBeGreaterThanOrEqual(149)
  // Each is asked again every 10 ms, and a hundred answers are read one after the other.
  expect(distribution.percentile(50)).toBeLessThan(150 + 60 + latenessOf(measured))
})

test('batches come at their own times, each with a key of its own', async () => {
  await withFleet({ upAfterMs: 500 }, async (origin, asked) => {
    await runFleet(
      {
        origin,
        requests: truthRequests,
        agents: 120,
        everyMs: 100,
        allocate: { perSecond: 10, durationMs: 100 },
        rounds: 0,
      },
      systemClock,
    )
    const keys = asked.get('PUT workers')?.map(body => (JSON.parse(body) as { once: string }).once)
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(3)
  })
})

test('agents that never come up count as such, and their times as bounds', async () => {
  const { measured, spawned } = await run({ neverEvery: 20 }, { timeoutMs: 5000 })
  expect(spawned).toEqual({ total: 100, bad: 5, causes: { 'message: not up in time': 5 } })
  expect(dataOf(measured, 'fleet.spawn.latency')).toMatchObject({ n: 100, censored: 5 })
})

for (const upAfterMs of [0, 300]) {
  test(`agents that take a message and never answer it are told apart from those that are not up, also where they were not for ${upAfterMs} ms`, async () => {
    const { measured, spawned } = await run({ muteEvery: 20, upAfterMs }, { timeoutMs: 5000 })
    const cause = 'message: taken, and no answer in time'
    expect(spawned).toEqual({ total: 100, bad: 5, causes: { [cause]: 5 } })
    expect(dataOf(measured, 'fleet.spawn.latency')).toMatchObject({ n: 100, censored: 5 })
  })
}

for (const [ids, bad, cause, total] of [
  ['twice', 2, 'spawn: an id was given twice', 100],
  ['one missing', 2, 'spawn: an id is missing', 100],
  ['none', 100, 'spawn: an id is missing', 100],
  ['one too many', 2, 'spawn: an id too many', 102],
] as const) {
  test(`an answer with ids (${ids}) is told by its cause`, async () => {
    expect((await run({ ids })).spawned).toEqual({ total, bad, causes: { [cause]: bad } })
  })
}

test('a platform that refuses more tells after how many, and why', async () => {
  const { measured, spawned } = await run({ most: 200 }, { agents: 300, everyMs: 200 })
  expect(spawned).toEqual({ total: 300, bad: 100, causes: { 'spawn: status 503': 100 } })
  const { examples } = dataOf(measured, 'fleet.spawn.errors') as TallyData
  expect(examples).toEqual({ 'spawn: status 503': 'after 200 agents: {"why":"full"}' })
  // To raise the number of agents would give no more times.
  expect(measured.find(({ metric }) => metric === 'fleet.spawn.latency')).toMatchObject({
    data: { n: 200 },
    absence: '100 of 300 have no time: spawn: status 503.',
  })
})

test('idle agents are handed out at intended times, and one that is not taken back is told', async () => {
  const { measured } = await run({})
  expect(tallyOf(measured, 'fleet.allocate.errors')).toEqual({ total: 10, bad: 0, causes: {} })
  const slowBack = {
    ...truthRequests.allocate,
    giveBack: { method: 'GET', path: '/v2/none/{{agent}}' },
  } as const
  const wrong = await run({}, { requests: { allocate: slowBack as NonNullable<FleetRequests['allocate']> } })
  expect(tallyOf(wrong.measured, 'fleet.allocate.errors')).toEqual({
    total: 10,
    bad: 10,
    causes: { 'give back: status 404': 10 },
  })
})

test('of few agents no more are asked for at once than there are, and as many times', async () => {
  // A busy machine may be so late that all are out.
  await expect(async () => {
    const { measured } = await run({}, { agents: 2 })
    expect(tallyOf(measured, 'fleet.allocate.errors')).toEqual({ total: 10, bad: 0, causes: {} })
  }).toPass({ timeout: 60_000 })
})

test('an agent that is handed out again before it was given back is told', async () => {
  const { measured } = await run({ handsOutOne: true })
  const { total, bad, causes } = tallyOf(measured, 'fleet.allocate.errors')
  expect(total).toBe(10)
  expect(bad).toBeGreaterThan(0)
  expect(causes).toEqual({ 'an agent was handed out twice': bad })
})

test('an agent that is handed out again while the answer to who gave it back is under way is not handed out twice', async () => {
  // A busy machine may be so late that it is asked for again before it is given back.
  await expect(async () => {
    const allocate = { perSecond: 5, durationMs: 800 }
    const { measured } = await run({ handsOutOne: true, takesBackInMs: 500 }, { allocate })
    expect(tallyOf(measured, 'fleet.allocate.errors')).toEqual({ total: 4, bad: 0, causes: {} })
  }).toPass({ timeout: 60_000 })
})

test('agents that are handed out while a part of them runs are not handed out while all run', async () => {
  const doubtsOf = async (most: number) => {
    const { measured } = await run({ most }, { agents: 100 })
    const latency = measured.find(({ metric }) => metric === 'fleet.allocate.latency')
    return latency?.doubts.filter(({ kind }) => kind === 'load-not-applied')
  }
  const cause = 'agents that did not come up'
  expect(await doubtsOf(50)).toEqual([{ kind: 'load-not-applied', wanted: 100, applied: 50, cause }])
  expect(await doubtsOf(100)).toEqual([])
})

test('what is left is counted, by kind', async () => {
  expect(tallyOf((await run({})).measured, 'fleet.cleanup')).toEqual({ total: 1, bad: 0, causes: {} })
  const twice = await run({}, { rounds: 2 })
  // Agents and hosts, after two rounds and after the fleet.
  expect(tallyOf(twice.measured, 'fleet.cleanup')).toEqual({ total: 6, bad: 0, causes: {} })
  const left = await run({ stay: 3 })
  expect(tallyOf(left.measured, 'fleet.cleanup')).toEqual({
    total: 3,
    bad: 3,
    causes: { 'agents left over': 3 },
  })
})

test('agents of others are neither let go nor counted, and keep the fleet from being stopped', async () => {
  await withFleet({ others: 7 }, async (origin, asked) => {
    const options = { origin, requests: truthRequests, lateFromMs: 10 }
    const measured = await runFleet(
      { ...options, agents: 20, everyMs: 10, allocate: { perSecond: 10, durationMs: 100 } },
      systemClock,
    )
    expect(tallyOf(measured, 'fleet.cleanup')).toEqual({ total: 6, bad: 0, causes: {} })
    const [started] = await measureStartup({ ...options, levels: [1], times: 1 }, systemClock)
    expect(started).toMatchObject({
      data: { points: [] },
      absence:
        'The fleet could not be stopped: 7 agents are there that this spec did not begin, and would go with it.',
    })
    expect(asked.get('DELETE ')).toBeUndefined()
    expect(await (await fetch(`${origin}/v2/pool`)).json()).toMatchObject({ counts: { all: 7 } })
  })
})

test('a pool that tells nonsense is no fleet that left nothing', async () => {
  const { measured } = await run({ nonsense: 'many' })
  expect(measured.find(({ metric }) => metric === 'fleet.cleanup')).toMatchObject({
    data: { total: 0 },
    absence: 'The answer about the pool has no number of agents at the place that the target names.',
  })
})

test('nobody there ends early, and nothing came up', async () => {
  const dead = await withFleet({}, origin => Promise.resolve(origin))
  const options = { origin: dead, requests: truthRequests, agents: 100, everyMs: 10 }
  const measured = await runFleet(
    { ...options, allocate: { perSecond: 10, durationMs: 100 }, rounds: 0 },
    systemClock,
  )
  expect(tallyOf(measured, 'fleet.spawn.errors')).toMatchObject({ total: 100, bad: 100 })
  expect(dataOf(measured, 'fleet.spawn.latency')).toMatchObject({ n: 0 })
})

test('memory is read at each level, each time with as many agents', async () => {
  await withFleet({}, async origin => {
    const told: number[] = []
    const read = async (): Promise<number> => {
      const pool = (await (await fetch(`${origin}/v2/pool`)).json()) as { counts: { all: number } }
      told.push(pool.counts.all)
      return 1e6 + 1000 * pool.counts.all
    }
    const options = { origin, requests: truthRequests, levels: [5, 60], rounds: 2, read }
    const measured = await measureMemory(options, systemClock)
    expect(told).toEqual([5, 60, 5, 60])
    expect(measured).toMatchObject([
      { labels: { agents: '5' }, data: { points: [{ value: 1_005_000 }, { value: 1_005_000 }] } },
      { labels: { agents: '60' }, data: { points: [{ value: 1_060_000 }, { value: 1_060_000 }] } },
    ])
    const gone = (): Promise<number> => Promise.reject(new Error('Process 17 is gone.'))
    for (const { data, absence } of await measureMemory({ ...options, read: gone }, systemClock)) {
      expect(absence).toBe('Process 17 is gone.')
      expect(data).toEqual({ kind: 'samples', points: [] })
    }
    await read()
    expect(told.at(-1)).toBe(0)
  })
})

test('agents that do not come up leave a sentence in place of their memory', async () => {
  const measured = await withFleet({ most: 50 }, origin =>
    measureMemory(
      { origin, requests: truthRequests, levels: [50, 60], read: () => Promise.resolve(1) },
      systemClock,
    ),
  )
  expect(measured[1]).toMatchObject({
    data: { points: [] },
    absence: "The memory of 60 agents can't be read, as they did not come up: spawn: status 503.",
  })
})
