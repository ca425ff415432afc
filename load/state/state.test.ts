import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import { respServer } from '../redis/testing/resp-server.ts'
import { measureReads } from './reads.ts'
import { measureKept, measureSaves } from './saves.ts'
import { stateRequests as requests, withStates } from './testing/state-truth.ts'
import type { StateTruth } from './testing/state-truth.ts'
import { measureWrites } from './writes.ts'

const reads = (truth: StateTruth, redis?: string) =>
  withStates(truth, origin =>
    measureReads(
      {
        origin,
        requests,
        agents: 10,
        perSecond: 200,
        durationMs: 500,
        seed: 1,
        ...(redis === undefined ? {} : { redis }),
      },
      systemClock,
    ),
  )

function of(all: readonly Measurement[], metric: string, label?: string): Measurement {
  const found = all.find(
    one => one.metric === metric && (label === undefined || Object.values(one.labels).includes(label)),
  )
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

const tally = (
  all: readonly Measurement[],
  metric: string,
  label?: string,
): Pick<TallyData, 'total' | 'bad' | 'causes'> => {
  const { total, bad, causes } = of(all, metric, label).data as TallyData
  return { total, bad, causes }
}

test('each fifth read misses: so many are counted, and their times apart from those of the hits', async () => {
  const measured = await reads({ missesEvery: 5, missMs: 40 })
  expect(tally(measured, 'state.hits')).toEqual({ total: 100, bad: 20, causes: { miss: 20 } })
  expect((of(measured, 'state.read.hit', 'skewed').data as HistogramData).n).toBe(80)
  expect((of(measured, 'state.read.miss', 'skewed').data as HistogramData).n).toBe(20)
  const fresh = of(measured, 'state.read.miss', 'fresh').data as HistogramData
  expect(fresh.n).toBe(100)
  expect(readWhole(fresh).percentile(1)).toBeGreaterThanOrEqual(39)
  expect(tally(measured, 'state.read.errors', 'skewed')).toEqual({ total: 100, bad: 0, causes: {} })
})

test('reads that give another state than was saved are no good ones', async () => {
  const lost = await reads({ losesEvery: 10 })
  // The tenth agent's state was never there.
  expect(tally(lost, 'state.read.errors', 'fresh')).toEqual({
    total: 100,
    bad: 10,
    causes: { 'status 404': 10 },
  })
})

/** A Redis that has counted so many more hits and misses each time that it is asked. */
function countingRedis(hits: number, misses: number) {
  let asked = 0
  return respServer(([name]) => {
    if (name !== 'INFO') return name === 'PING' ? '+PONG\r\n' : '+OK\r\n'
    asked++
    const info = `keyspace_hits:${asked * hits}\r\nkeyspace_misses:${asked * misses}\r\nevicted_keys:${asked * 3}\r\n`
    return `$${info.length}\r\n${info}\r\n`
  })
}

test('what Redis counts is told beside what the platform tells, with a doubt where it counted fewer', async () => {
  await using agreeing = await countingRedis(80, 20)
  const good = await reads({ missesEvery: 5 }, `redis://127.0.0.1:${agreeing.port}`)
  expect((of(good, 'redis.hit-rate').data as SamplesData).points[0]?.value).toBe(0.8)
  expect((of(good, 'redis.evictions').data as SamplesData).points[0]?.value).toBe(3)
  expect(of(good, 'state.hits').doubts).toEqual([])
  await using other = await countingRedis(60, 40)
  const bad = await reads({ missesEvery: 5 }, `redis://127.0.0.1:${other.port}`)
  expect(of(bad, 'state.hits').doubts).toEqual([
    { kind: 'counts-disagree', what: 'hits', told: 80, counted: 60 },
  ])
})

test('where a user of Redis may not ask for its counts, what the platform tells stands alone', async () => {
  await using mute = await respServer(([name]) =>
    name === 'INFO'
      ? "-NOPERM User app has no permissions to run the 'info' command\r\n"
      : name === 'PING'
        ? '+PONG\r\n'
        : '+OK\r\n',
  )
  const measured = await reads({ missesEvery: 5 }, `redis://127.0.0.1:${mute.port}`)
  expect(tally(measured, 'state.hits')).toMatchObject({ total: 100, bad: 20 })
  expect(measured.map(({ metric }) => metric)).not.toContain('redis.hit-rate')
})

const saves = (truth: StateTruth) =>
  withStates(truth, async origin => {
    const options = { origin, requests, agents: 4, times: 10, rounds: 2, perSecond: 100, aloneMs: 150 }
    const { measurements, kept } = await measureSaves(options, systemClock)
    return { measurements, kept, back: await measureKept({ origin, requests, kept }, systemClock) }
  })

test('a store that keeps what it is told loses nothing, and no read is older than the last save', async () => {
  const { measurements, kept, back } = await saves({})
  expect(tally(measurements, 'state.save.errors')).toEqual({ total: 40, bad: 0, causes: {} })
  expect(tally(measurements, 'state.stale')).toMatchObject({ bad: 0 })
  // The first is saved before any is read.
  expect(kept.map(({ least, most }) => ({ least, most }))).toEqual(
    Array.from({ length: 4 }, () => ({ least: 11, most: 11 })),
  )
  expect(tally(back, 'state.lost')).toEqual({ total: 4, bad: 0, causes: {} })
})

test('a save that was told and is not there is lost: of four agents the one whose last save is the 44th', async () => {
  const { back } = await saves({ losesEvery: 44 })
  expect(tally(back, 'state.lost')).toEqual({ total: 4, bad: 1, causes: { 'is an older one': 1 } })
})

test('where no save was told as done none can be lost; what is no number was never saved', async () => {
  const { back } = await saves({ refusesSaves: true })
  expect(of(back, 'state.lost')).toMatchObject({
    data: { total: 0 },
    absence: 'No save was told as done: none can be lost.',
  })
  const garbled = await saves({ isGarbled: true })
  expect(tally(garbled.back, 'state.lost')).toEqual({ total: 4, bad: 4, causes: { 'was never saved': 4 } })
})

test('reads that go back behind what was read, or ahead of what was saved, are told as such', async () => {
  const causesOf = async (truth: StateTruth) =>
    Object.keys(tally((await saves(truth)).measurements, 'state.stale').causes)
  expect(await causesOf({ goesBackEvery: 3 })).toContain('older than what was read before')
  expect(await causesOf({ aheadBy: 1000 })).toEqual(['never saved'])
})

test('a cache that is not written by saves gives reads that are older', async () => {
  const { measurements, back } = await saves({ isStale: true })
  expect(Object.keys(tally(measurements, 'state.stale').causes)).toEqual(['older than the last save'])
  expect(tally(back, 'state.lost')).toMatchObject({ bad: 0 })
})

test('a round in which the generator was late tells nothing of how much saves slow reads down', async () => {
  const blocking = setInterval(() => {
    const untilMs = performance.now() + 150
    while (performance.now() < untilMs);
  }, 50)
  try {
    const { measurements } = await saves({})
    expect((of(measurements, 'state.saves.slowdown').data as SamplesData).points).toEqual([])
  } finally {
    clearInterval(blocking)
  }
})

test('a save that waited for the one before it has what is left of its time', async () => {
  const { measurements } = await withStates({ saveMs: 2200 }, origin =>
    measureSaves(
      { origin, requests, agents: 1, times: 2, rounds: 1, perSecond: 4, aloneMs: 1, timeoutMs: 3000 },
      systemClock,
    ),
  )
  // The second is due a quarter of a second after the first, and goes out when that is over.
  expect(tally(measurements, 'state.save.errors')).toEqual({ total: 2, bad: 1, causes: { timeout: 1 } })
})

test('reads come at other moments than saves: those that meet none tell what reading takes', async () => {
  const came: { path: string; atMs: number }[] = []
  await withStates({ sees: path => came.push({ path, atMs: performance.now() }) }, origin =>
    measureSaves(
      { origin, requests, agents: 4, times: 20, rounds: 1, perSecond: 20, aloneMs: 500 },
      systemClock,
    ),
  )
  const saved = came.flatMap(({ path, atMs }) => (path === '/put' ? [atMs] : []))
  const together = came.filter(({ path, atMs }) => path === '/get' && atMs > saved.at(4)! - 25)
  // Of the 50 ms between two saves some 5 are close to one.
  const close = together.filter(({ atMs }) => saved.some(savedMs => Math.abs(savedMs - atMs) < 2.5))
  expect(together.length).toBeGreaterThan(40)
  expect(close.length / together.length).toBeLessThan(0.5)
})

test('writes tell their wait for a connection, steadily and in a crowd', async () => {
  const { write } = requests
  if (!write) throw new TypeError('There is no write.')
  const options = { write, perSecond: 50, durationMs: 1000, callers: 8, times: 40 }
  const measured = await withStates({ waitMs: 12 }, origin =>
    measureWrites({ origin, ...options }, systemClock),
  )
  for (const [callers, n] of [
    ['steady', 50],
    ['crowd', 40],
  ] as const) {
    const wait = of(measured, 'db.write.wait', callers).data as HistogramData
    expect(wait.n).toBe(n)
    expect(readWhole(wait).percentile(50)).toBeCloseTo(12, 0)
  }
  expect(tally(measured, 'db.write.errors', 'crowd')).toEqual({ total: 40, bad: 0, causes: {} })
})

test('writes are counted in the seconds in which they are done', async () => {
  const { write } = requests
  if (!write) throw new TypeError('There is no write.')
  const options = { write, perSecond: 50, durationMs: 3000, callers: 1, times: 1 }
  // A second in which this machine was late is left out, and then none may be left: another run has one.
  await expect(async () => {
    const measured = await withStates({}, origin => measureWrites({ origin, ...options }, systemClock))
    const { points } = of(measured, 'db.writes').data as SamplesData
    expect(points).toHaveLength(1)
    // At either end of a second one may be done in the next.
    expect(Math.abs((points[0]?.value ?? 0) - 50)).toBeLessThanOrEqual(5)
  }).toPass()
})

test('what was saved and written of agents is removed where the target says how, and stays where not', async () => {
  const { remove: _, ...without } = requests
  const size = { agents: 10, perSecond: 100, durationMs: 200, seed: 1 }
  const { write } = requests
  if (!write) throw new TypeError('There is no write.')
  const rate = { perSecond: 50, durationMs: 200, callers: 4, times: 8 }
  await withStates({}, async (origin, left) => {
    await measureReads({ origin, requests, ...size }, systemClock)
    const { remove } = requests
    await measureWrites({ origin, write, ...(remove && { remove }), ...rate }, systemClock)
    expect(left()).toEqual([])
    await measureReads({ origin, requests: without, ...size }, systemClock)
    await measureWrites({ origin, write, ...rate }, systemClock)
    expect(left()).toHaveLength(14)
  })
})
