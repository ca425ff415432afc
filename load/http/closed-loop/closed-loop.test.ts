import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { readBlocks } from '../../measure/histogram.ts'
import type { HistogramData, Measurement, SamplesData, TallyData } from '../../measure/measurement.ts'
import type { ClosedLoopOptions } from './closed-loop-options.ts'
import { deckOf } from './deck.ts'
import type { WeightedRequest } from './deck.ts'
import { http } from '../http.ts'
import { closedOrigin, startTruthServer } from '../../calibration/truth/truth-server.ts'
import type { TruthServer, TruthServerOptions } from '../../calibration/truth/truth-server.ts'

interface Run {
  server: TruthServer
  all: Measurement[]
}

type Asked = Pick<ClosedLoopOptions, 'requests' | 'connections' | 'seconds'> & Partial<ClosedLoopOptions>

/** Puts a server of its own under load, from a thread of its own. */
async function run(asked: Asked, options: TruthServerOptions = {}): Promise<Run> {
  const server = await startTruthServer(options)
  try {
    const common = { metric: 'api', labels: { run: 'a' }, origin: server.origin }
    return { server, all: await http.closedLoop({ ...common, ...asked }) }
  } finally {
    await server.stop()
  }
}

const get = (path: string, endpoint = 'list', weight = 1): WeightedRequest => ({
  request: { method: 'GET', path },
  weight,
  labels: { endpoint },
})
const BODIES = ['{"n":0}', '{"n":1}']
const post: WeightedRequest = {
  request: { method: 'POST', path: '/?delayMs=20', bodies: BODIES },
  labels: { endpoint: 'send' },
}
/** Every answer's status says what it answers. */
const MIX = [
  get('/200?delayMs=2', '200', 7),
  get('/404?status=404&delayMs=1', '404', 2),
  get('/503?status=503&delayMs=4', '503'),
]

/** The runs last seconds each, so that they are made all at once, and read by the tests. */
const runs = {
  recycled: () => run({ requests: [get('/?delayMs=10')], connections: 5, seconds: 4 }, { closeAfter: 20 }),
  failing: () => run({ requests: [get('/?status=503&delayMs=5')], connections: 2, seconds: 1 }),
  hanging: () =>
    run({ requests: [get('/?hangEvery=2&delayMs=5')], connections: 1, seconds: 5, timeoutMs: 2000 }),
  posting: () =>
    run({
      requests: [post],
      headers: { authorization: 'Bearer x' },
      correlation: { run: 'night-7' },
      connections: 1,
      seconds: 1,
    }),
  plain: () => run({ requests: [get('/?delayMs=10')], connections: 3, seconds: 2 }),
  mixed: () => run({ requests: MIX, connections: 1, seconds: 1 }),
  mixedRecycled: () => run({ requests: MIX, connections: 3, seconds: 2 }, { closeAfter: 7 }),
  mixedHanging: () =>
    run({
      requests: [get('/200?delayMs=1', '200', 3), get('/hang?hangEvery=1', 'hang')],
      connections: 1,
      seconds: 5,
      timeoutMs: 2000,
    }),
}
const made: Partial<Record<keyof typeof runs, Run>> = {}
test.beforeAll(async () => {
  const names = Object.keys(runs) as (keyof typeof runs)[]
  await Promise.all(names.map(async name => (made[name] = await runs[name]())))
})

function madeRun(name: keyof typeof runs): Run {
  const one = made[name]
  if (!one) throw new Error(`The run ${name} was not made.`)
  return one
}

const dataOf = (all: readonly Measurement[], metric: string) => all.find(one => one.metric === metric)?.data
const errorsOf = (all: readonly Measurement[]) => dataOf(all, 'api.closed.errors') as TallyData
const latencyOf = (all: readonly Measurement[]) => dataOf(all, 'api.closed.latency') as HistogramData
const capacityOf = (all: readonly Measurement[]) => dataOf(all, 'api.capacity') as SamplesData

/** The generator's own event-loop delay in its usual second: what latency may be too long by. */
function ownDelayMs(all: readonly Measurement[]): number {
  const delays = dataOf(all, 'generator.loop-delay')
  if (delays?.kind !== 'series') throw new Error('The generator did not watch itself.')
  const sorted = delays.points.map(([, value]) => value).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Answers counted by the capacity: each of its samples is the rate over half a second. */
const answersOf = (all: readonly Measurement[]): number =>
  capacityOf(all).points.reduce((sum, point) => sum + point.value / 2, 0)

test('what is lost when the server closes connections is sent again and counted, and counts add up', () => {
  const { server, all } = madeRun('recycled')
  const errors = errorsOf(all)
  expect(errors.bad).toBe(0)
  const { doubts = [] } = all.find(one => one.metric === 'api.closed.errors') ?? {}
  const [recycled] = doubts.filter(doubt => doubt.kind === 'connections-recycled')
  expect(recycled?.lost).toBe(0)
  expect(recycled?.resent).toBeGreaterThan(0)
  // A request lost is one that was written to a connection which the server had closed.
  expect(recycled?.resent).toBeLessThanOrEqual(server.closesMs.length)
  expect(errors.total - errors.bad).toBe(latencyOf(all).n)
  expect(answersOf(all)).toBe(latencyOf(all).n)
})

test('latency stays right over time when the server closes connections', () => {
  const { server, all } = madeRun('recycled')
  const served = server.served.flatMap(one => one.serviceMs ?? []).toSorted((a, b) => a - b)
  const truthMs = served[Math.floor(served.length / 2)] ?? Number.NaN
  const medians = readBlocks(latencyOf(all)).map(block => block.percentile(50))
  expect(medians.length).toBeGreaterThanOrEqual(4)
  expect(Math.min(...medians)).toBeGreaterThan(truthMs * 0.8)
  // A client that kept stale requests in its queue would be off by a whole service time more after each close, and most in the last seconds; one of
  // these the machine may have spoilt.
  expect(Math.min(...medians.slice(-2))).toBeLessThan(truthMs * 1.9 + ownDelayMs(all))
})

test('against a port on which nobody listens it ends early and counts the errors', async () => {
  const beganMs = systemClock.nowMs()
  const all = await http.closedLoop({
    metric: 'api',
    labels: {},
    origin: await closedOrigin(),
    requests: [get('/')],
    connections: 2,
    seconds: 30,
  })
  expect(systemClock.nowMs() - beganMs).toBeLessThan(30_000)
  expect(errorsOf(all)).toMatchObject({ total: 200, bad: 200, causes: { ECONNREFUSED: 200 } })
  expect(errorsOf(all).examples?.['ECONNREFUSED']).toContain('connect ECONNREFUSED 127.0.0.1')
  for (const metric of ['api.capacity', 'api.closed.latency']) {
    const { absence, window } = all.find(one => one.metric === metric) ?? {}
    expect(absence).toMatch(
      /^The run was ended after 200 failures in a row to get an answer from http:.*, of late ECONNREFUSED/,
    )
    expect(window?.startMs).toBeLessThan(window?.endMs ?? 0)
  }
  expect(capacityOf(all).points).toEqual([])
  expect(latencyOf(all).n).toBe(0)
})

test('failing answers leave no latency and no capacity, and are counted by their status', () => {
  const { all } = madeRun('failing')
  const errors = errorsOf(all)
  expect(errors.bad).toBeGreaterThan(0)
  expect(errors).toMatchObject({ total: errors.bad, causes: { 'status 503': errors.bad } })
  expect(errors.examples).toEqual({ 'status 503': 'ok' })
  expect(latencyOf(all).n).toBe(0)
  expect(all.find(one => one.metric === 'api.closed.latency')?.absence).toBe(
    `No answer came without an error: status 503 (${errors.bad}).`,
  )
  expect(answersOf(all)).toBe(0)
})

test('a request that never ends is one time-out, and the one after it is timed from its own start', () => {
  const { all } = madeRun('hanging')
  const errors = errorsOf(all)
  expect(errors.bad).toBeGreaterThan(0)
  expect(errors.causes).toEqual({ timeout: errors.bad })
  const { blocks: _, ...latency } = latencyOf(all)
  expect(latency.n - latency.censored).toBe(errors.total - errors.bad)
  const blocks = readBlocks(latencyOf(all))
  expect(blocks.reduce((sum, block) => sum + block.n, 0)).toBe(latency.n)
  expect(Math.min(...blocks.map(block => block.percentile(1)))).toBeGreaterThan(3)
})

test('headers are sent with every request, and a body is JSON', () => {
  const { server } = madeRun('posting')
  const sent = server.served.map(one => [one.headers.authorization, one.headers['content-type']].join())
  expect(new Set(sent)).toEqual(new Set(['Bearer x,application/json']))
})

test('every request carries the run, and the number of its card: of two bodies there are two', () => {
  const { served } = madeRun('posting').server
  expect(served.length).toBeGreaterThan(2)
  expect(new Set(served.map(({ headers }) => headers['x-perf-run']))).toEqual(new Set(['night-7']))
  const numbers = new Map(served.map(({ body, headers }) => [body, headers['x-perf-seq']]))
  expect(numbers.size).toBe(2)
  expect(new Set(served.map(({ headers }) => headers['x-perf-seq']))).toEqual(new Set(numbers.values()))
})

test('bodies are sent in turn', () => {
  const { server } = madeRun('posting')
  const sent = server.served.map(one => one.body).filter(body => body !== '')
  expect(sent.length).toBeGreaterThan(2)
  expect(sent).toEqual(sent.map((_, index) => BODIES[index % BODIES.length]))
})

test('measurements carry the number of connections, and a sample of the capacity each half second', () => {
  const { all } = madeRun('plain')
  const capacity = all.find(one => one.metric === 'api.capacity')
  expect(capacity).toMatchObject({
    labels: { run: 'a', endpoint: 'list', connections: '3' },
    unit: 'per-second',
  })
  const { startMs, endMs } = capacity?.window ?? { startMs: 0, endMs: 0 }
  expect(endMs - startMs).toBeCloseTo(2000, 3)
  expect(capacityOf(all).points.map(point => point.atMs)).toEqual(
    [0, 500, 1000, 1500].map(offsetMs => startMs + offsetMs),
  )
  expect(capacityOf(all).points.every(point => point.value > 0)).toBe(true)
})

/** The data of one request of a mix. */
function entryOf(name: keyof typeof runs, endpoint: string): { latency: HistogramData; errors: TallyData } {
  const of = madeRun(name).all.filter(one => one.labels['endpoint'] === endpoint)
  return { latency: latencyOf(of), errors: errorsOf(of) }
}

test('a client of a mix sends its deck from the first card on', () => {
  const deck = deckOf(MIX, 0).map(card => card.request.path.split('?')[0])
  const asked = madeRun('mixed').server.served.map(one => one.path)
  expect(new Set(asked).size).toBeGreaterThan(1)
  expect(asked).toEqual(asked.map((_, index) => deck[index % deck.length]))
})

for (const name of ['mixed', 'mixedRecycled'] as const) {
  test(`each answer of a mix is credited to the request that it answers (${name})`, () => {
    for (const endpoint of ['404', '503']) {
      const { latency, errors } = entryOf(name, endpoint)
      expect(errors.bad).toBeGreaterThan(0)
      expect(errors.causes).toEqual({ [`status ${endpoint}`]: errors.bad })
      expect(errors.total).toBe(errors.bad)
      expect(latency.n).toBe(0)
    }
    const { latency, errors } = entryOf(name, '200')
    expect(errors.bad).toBe(0)
    expect(latency.n).toBe(errors.total)
    expect(latency.n).toBe(answersOf(madeRun(name).all))
  })
}

test('requests of a mix that were lost with a connection and sent again are among the recycled run', () => {
  const doubts = madeRun('mixedRecycled').all.flatMap(one => one.doubts)
  expect(doubts.some(doubt => doubt.kind === 'connections-recycled' && (doubt.resent ?? 0) > 0)).toBe(true)
})

test('the request of a mix that hangs has the time-outs, and the others have none', () => {
  const hung = entryOf('mixedHanging', 'hang')
  expect(hung.errors.bad).toBeGreaterThan(0)
  expect(hung.errors.causes).toEqual({ timeout: hung.errors.bad })
  expect(hung.latency).toMatchObject({ n: hung.errors.bad, censored: hung.errors.bad })
  const { latency, errors } = entryOf('mixedHanging', '200')
  expect(errors.bad).toBe(0)
  expect(latency).toMatchObject({ n: errors.total, censored: 0 })
})

test('the capacity of a mix is of all its requests', () => {
  const { all } = madeRun('mixed')
  const labels = all.filter(one => one.metric === 'api.capacity').map(one => one.labels)
  expect(labels).toEqual([{ run: 'a', endpoint: 'mix', connections: '1' }])
})
