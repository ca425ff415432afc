import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/histogram.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import { GIVEN_UP } from '../loops/giving-up.ts'
import { jitWarmUp } from './jit-warm-up.ts'
import { openLoop } from './open-loop.ts'
import type { Stream } from './open-loop.ts'
import type { HttpRequest } from './request.ts'
import { closedOrigin, startTruthServer } from '../calibration/truth/truth-server.ts'

/** `count` arrivals within a tenth of a second. */
const stream = (metric: string, request: HttpRequest, count = 20): Stream => ({
  metric,
  labels: { endpoint: metric },
  request,
  arrivals: { kind: 'constant', perSecond: count * 10, durationMs: 100 },
})

const get = (path: string): HttpRequest => ({ method: 'GET', path })

const find = (all: readonly Measurement[], metric: string): Measurement => {
  const found = all.find(one => one.metric === metric)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}
const errorsOf = (all: readonly Measurement[], metric: string): TallyData =>
  find(all, `${metric}.errors`).data as TallyData
const latencyOf = (all: readonly Measurement[], metric: string): HistogramData =>
  find(all, `${metric}.latency`).data as HistogramData

test('a status of 400 or above leaves no latency and is counted by its status', async () => {
  const server = await startTruthServer()
  try {
    const streams = [
      stream('good', get('/')),
      stream('broken', get('/?status=500')),
      stream('missing', get('/?status=404')),
    ]
    const all = await openLoop({ origin: server.origin, streams }, systemClock)
    expect(errorsOf(all, 'good')).toMatchObject({ total: 20, bad: 0, causes: {} })
    expect(latencyOf(all, 'good').n).toBe(20)
    expect(errorsOf(all, 'broken')).toMatchObject({ total: 20, bad: 20, causes: { 'status 500': 20 } })
    expect(errorsOf(all, 'missing')).toMatchObject({ total: 20, bad: 20, causes: { 'status 404': 20 } })
    for (const name of ['latency', 'service', 'ttfb']) {
      expect(find(all, `broken.${name}`).data).toMatchObject({ n: 0, blocks: [] })
    }
    expect(server.served).toHaveLength(60)
  } finally {
    await server.stop()
  }
})

test('refused connections are counted by their cause and leave no latency', async () => {
  const all = await openLoop(
    { origin: await closedOrigin(), streams: [stream('gone', get('/'))] },
    systemClock,
  )
  expect(errorsOf(all, 'gone')).toMatchObject({ total: 20, bad: 20, causes: { ECONNREFUSED: 20 } })
  expect(latencyOf(all, 'gone').n).toBe(0)
})

test('where nothing at all is answered, sending ends early and what was still due counts as failed', async () => {
  const streams = [
    stream('gone', get('/')),
    {
      ...stream('also', get('/')),
      arrivals: { kind: 'constant', perSecond: 100, durationMs: 60_000 } as const,
    },
  ]
  const all = await openLoop({ origin: await closedOrigin(), streams }, systemClock)
  const also = errorsOf(all, 'also')
  expect(also).toMatchObject({ total: 6000, bad: 6000 })
  expect(also.causes[GIVEN_UP]).toBeGreaterThan(1000)
  expect(also.causes['ECONNREFUSED']).toBe(6000 - (also.causes[GIVEN_UP] ?? 0))
  expect(errorsOf(all, 'gone').causes).toEqual({ ECONNREFUSED: 20 })
})

test('bad answers are answers: sending goes on to the end', async () => {
  const server = await startTruthServer()
  try {
    const streams = [
      {
        ...stream('bad', get('/?status=401')),
        arrivals: { kind: 'constant', perSecond: 40, durationMs: 2500 } as const,
      },
    ]
    const all = await openLoop({ origin: server.origin, streams }, systemClock)
    expect(errorsOf(all, 'bad').causes).toEqual({ 'status 401': 100 })
  } finally {
    await server.stop()
  }
})

test('connections stuck with what is never answered do not keep others waiting: each has its own', async () => {
  const server = await startTruthServer()
  try {
    const streams = [stream('stuck', get('/stuck?hangEvery=1'), 50), stream('good', get('/good'), 50)]
    const all = await openLoop({ origin: server.origin, streams, timeoutMs: 5000 }, systemClock)
    expect(errorsOf(all, 'stuck').causes).toEqual({ timeout: 50 })
    expect(errorsOf(all, 'good')).toMatchObject({ total: 50, bad: 0 })
    const answeredMs = server.served.filter(({ path }) => path === '/good').map(({ arrivedMs }) => arrivedMs)
    // All good ones had arrived while the stuck ones were still waiting for their time-out.
    const { startMs } = find(all, 'good.latency').window
    expect(Math.max(...answeredMs)).toBeLessThan(startMs + 5000)
  } finally {
    await server.stop()
  }
})

test('a request that never ends is a censored sample at the time-out, and counts add up', async () => {
  const server = await startTruthServer()
  try {
    const streams = [stream('half', get('/?hangEvery=2'))]
    const all = await openLoop({ origin: server.origin, streams, timeoutMs: 3000 }, systemClock)
    expect(errorsOf(all, 'half')).toMatchObject({ total: 20, bad: 10, causes: { timeout: 10 } })
    const latency = latencyOf(all, 'half')
    expect(latency).toMatchObject({ n: 20, censored: 10, overflow: 0 })
    const slowest = readWhole(latency)
      .buckets()
      .filter(([value]) => value > 2990)
    expect(slowest.reduce((sum, [, count]) => sum + count, 0)).toBe(10)
    // A histogram keeps a value to 0.1 %.
    expect(Math.abs(readWhole(latency).percentile(100) - 3000)).toBeLessThanOrEqual(3)
    expect(find(all, 'half.service').data).toMatchObject({ n: 10, censored: 0 })
  } finally {
    await server.stop()
  }
})

test('bodies are sent in turn, as JSON unless the request says otherwise', async () => {
  const server = await startTruthServer()
  try {
    const bodies = ['{"n":0}', '{"n":1}', '{"n":2}']
    const streams = [
      stream('json', { method: 'POST', path: '/json', bodies }, 9),
      stream(
        'text',
        { method: 'PUT', path: '/text', bodies: ['one'], headers: { 'content-type': 'text/plain' } },
        4,
      ),
    ]
    const headers = { authorization: 'Bearer agent-7', 'x-run': 'a' }
    await openLoop({ origin: server.origin, streams, headers }, systemClock)
    const json = server.served.filter(one => one.path === '/json')
    expect(json.map(one => one.body).toSorted()).toEqual(bodies.flatMap(body => [body, body, body]))
    expect(new Set(json.map(one => one.headers['content-type']))).toEqual(new Set(['application/json']))
    const text = server.served.filter(one => one.path === '/text')
    expect(text.map(one => [one.body, one.headers['content-type']])).toEqual(
      Array.from({ length: 4 }, () => ['one', 'text/plain']),
    )
    for (const one of server.served) expect(one.headers).toMatchObject(headers)
  } finally {
    await server.stop()
  }
})

test('measurements carry their stream, its labels, one window and no doubt of load', async () => {
  const server = await startTruthServer()
  try {
    const streams = [stream('a', get('/a')), stream('b', get('/b'), 7)]
    const all = await openLoop({ origin: server.origin, streams }, systemClock)
    expect(errorsOf(all, 'b').total).toBe(7)
    const measured = all.filter(one => !/^(generator|load)\./.test(one.metric))
    const own = ['a', 'b'].flatMap(name =>
      ['latency', 'service', 'ttfb', 'size.sent', 'size.received', 'errors'].map(one => [
        `${name}.${one}`,
        name,
      ]),
    )
    expect(measured.map(one => [one.metric, one.labels['endpoint']])).toEqual([
      ...own,
      ['a.connect', undefined],
    ])
    expect(new Set(all.map(one => JSON.stringify(one.window))).size).toBe(1)
    expect(measured.flatMap(one => one.doubts).filter(one => one.kind === 'load-not-applied')).toEqual([])
    expect(find(all, 'generator.lateness').data).toMatchObject({ n: 27 })
    const load = all.filter(one => one.metric.startsWith('load.'))
    expect(load.map(one => one.labels)).toEqual(Array.from({ length: 3 }, () => ({ workload: 'a, b' })))
    const requests = find(all, 'load.requests').data
    expect(requests.kind === 'series' && requests.points.reduce((sum, [, value]) => sum + value, 0)).toBe(27)
  } finally {
    await server.stop()
  }
})

test('the time axis tells the rate that was intended, second by second, of all streams together', async () => {
  const server = await startTruthServer()
  try {
    const ramp = { kind: 'ramp', fromPerSecond: 0, toPerSecond: 40, durationMs: 2000 } as const
    const streams = [
      { ...stream('a', get('/a')), arrivals: ramp },
      { ...stream('b', get('/b')), arrivals: { kind: 'constant', perSecond: 5, durationMs: 1000 } as const },
    ]
    const all = await openLoop({ origin: server.origin, streams }, systemClock)
    const { data, window } = find(all, 'load.intended')
    if (data.kind !== 'series') throw new Error('It is a series.')
    const rates = data.points.map(([atMs, perSecond]) => [atMs - window.startMs, perSecond])
    expect(rates.slice(0, 2)).toEqual([
      [0, 10 + 5],
      [1000, 30],
    ])
    expect(rates.slice(2).every(([, perSecond]) => perSecond === 0)).toBe(true)
  } finally {
    await server.stop()
  }
})

test('time counts from the intended start: a request is never faster than its service', async () => {
  const server = await startTruthServer()
  try {
    const all = await openLoop(
      { origin: server.origin, streams: [stream('a', get('/?delayMs=20'))] },
      systemClock,
    )
    const at = (name: string, p: number): number =>
      readWhole(find(all, `a.${name}`).data as HistogramData).percentile(p)
    for (const p of [1, 50, 100]) {
      expect(at('latency', p)).toBeGreaterThanOrEqual(at('service', p))
      expect(at('service', p)).toBeGreaterThanOrEqual(at('ttfb', p))
    }
  } finally {
    await server.stop()
  }
})

test('a generator that is held up sends late, and the lateness is in the latency and in its own account', async () => {
  const server = await startTruthServer()
  try {
    await jitWarmUp(systemClock)
    const running = openLoop({ origin: server.origin, streams: [stream('a', get('/'))] }, systemClock)
    await nextTurn()
    // The first arrival is due 50 ms from now, the last 95 ms later: all of them fall due while this thread is busy.
    const untilMs = systemClock.nowMs() + 250
    while (systemClock.nowMs() < untilMs);
    const all = await running
    const median = (metric: string): number =>
      readWhole(find(all, metric).data as HistogramData).percentile(50)
    expect(median('generator.lateness')).toBeGreaterThan(100)
    expect(median('a.latency')).toBeGreaterThanOrEqual(median('generator.lateness'))
    expect(find(all, 'a.latency').doubts).toContainEqual({
      kind: 'generator-late',
      lateMs: expect.any(Number),
      seconds: expect.any(Array),
    })
  } finally {
    await server.stop()
  }
})

test('requests beyond those that may be under way are not sent, and are load that was not applied', async () => {
  const server = await startTruthServer()
  try {
    const streams = [stream('stuck', get('/?hangEvery=1'))]
    const all = await openLoop(
      { origin: server.origin, streams, mostInFlight: 5, timeoutMs: 3000 },
      systemClock,
    )
    const doubt = { kind: 'load-not-applied', wanted: 20, applied: 5 }
    expect(server.served).toHaveLength(5)
    expect(errorsOf(all, 'stuck')).toMatchObject({ total: 5, bad: 5, causes: { timeout: 5 } })
    expect(find(all, 'stuck.errors').doubts).toContainEqual(doubt)
    expect(find(all, 'stuck.latency').doubts).toContainEqual(doubt)
  } finally {
    await server.stop()
  }
})

test('the warm-up sends the same requests and is forgotten, also where it is not answered', async () => {
  const server = await startTruthServer()
  try {
    const streams = [
      stream('good', { method: 'POST', path: '/good', bodies: ['{"n":0}', '{"n":1}'] }),
      stream('stuck', get('/stuck?hangEvery=1'), 1),
    ]
    const all = await openLoop(
      { origin: server.origin, headers: { 'x-run': '7' }, streams, warmUpMs: 100, timeoutMs: 3000 },
      systemClock,
    )
    const { startMs } = find(all, 'good.latency').window
    const good = server.served.filter(({ path }) => path === '/good')
    const warmUp = good.filter(({ arrivedMs }) => arrivedMs < startMs)
    expect([warmUp.length, good.length - warmUp.length]).toEqual([20, 20])
    expect(warmUp.filter(({ body }) => body === '{"n":0}')).toHaveLength(10)
    expect(warmUp.filter(({ body }) => body === '{"n":1}')).toHaveLength(10)
    expect(warmUp[0]?.headers).toMatchObject({ 'x-run': '7', 'content-type': 'application/json' })
    expect(errorsOf(all, 'good')).toMatchObject({ total: 20, bad: 0 })
    expect(latencyOf(all, 'good').n).toBe(20)
    expect(errorsOf(all, 'stuck')).toMatchObject({ total: 1, bad: 1, causes: { timeout: 1 } })
  } finally {
    await server.stop()
  }
})
