import { expect, test } from '@playwright/test'
import autocannon from 'autocannon'
import { arrivals } from '../arrivals.ts'
import { http } from '../http/http.ts'
import { calibrateRealtime } from './calibrate-realtime.ts'
import { dataOf, windowOf } from './data-of.ts'
import { frozenLatencies } from './frozen-latencies.ts'
import { latencyRows } from './latency-rows.ts'
import { percentileOf } from './lateness.ts'
import { isWithin, timeRow } from './row.ts'
import { TruthProcess } from './truth/truth-process.ts'

// Each has a truth in a process of its own and measures it for 3 s, in which what is wrong happens often enough to be found out.
test('a viewer that passes over every 1000th update is found out', async () => {
  const hub = new URL('truth/hub-protocol.ts', import.meta.url).href
  const lossy = `
    import hub from ${JSON.stringify(hub)}
    const { viewer } = hub.realtime
    let frames = 0
    const read = frame => (++frames % 1000 === 0 ? [] : viewer.read(frame))
    export default { realtime: { ...hub.realtime, viewer: { ...viewer, read } } }`
  await using truth = new TruthProcess()
  const rows = await calibrateRealtime(truth, {
    instrument: 'a lossy viewer',
    protocol: {
      module: `data:text/javascript,${encodeURIComponent(lossy)}`,
      path: 'default.realtime',
    },
    seconds: 3,
  })
  expect(rows.filter(row => !isWithin(row)).map(row => row.quantity)).toEqual(
    expect.arrayContaining(['lost', 'latencies']),
  )
})

test("autocannon's own latency, with a rate set, is found out", async () => {
  await using truth = new TruthProcess()
  const { id, origin } = await truth.ask('startServer', {})
  const { latency } = await autocannon({
    url: `${origin}/?delayMs=400`,
    connections: 10,
    connectionRate: 2,
    duration: 3,
  })
  const { served } = await truth.ask('serverRecords', id)
  const servedMs = served.flatMap(one => one.serviceMs ?? [])
  const common = { instrument: 'autocannon', subject: 'fixed 400 ms', quantity: 'latency p50' }
  const row = timeRow({ ...common, truth: percentileOf(servedMs, 50), measured: latency.p50 }, 0)
  expect(row.truth).toBeGreaterThan(398)
  expect(isWithin(row)).toBe(false)
})

test('a latency from the actual start, by a client that waits for each answer, is found out by a freeze', async () => {
  await using truth = new TruthProcess()
  const { id, origin } = await truth.ask('startServer', {
    freeze: { path: '/frozen', afterMs: 1000, forMs: 1000 },
  })
  const all = await http.closedLoop({
    origin,
    requests: [{ request: { method: 'GET', path: '/frozen?delayMs=5' }, labels: {} }],
    connections: 1,
    seconds: 3,
    metric: 'waiting',
    labels: {},
  })
  const { served, freezes } = await truth.ask('serverRecords', id)
  const usualMs = percentileOf(
    served.flatMap(one => one.serviceMs ?? []),
    50,
  )
  const asked = arrivals({ kind: 'constant', perSecond: 100, durationMs: 3000 })
  const rows = latencyRows({
    instrument: 'a client that waits',
    subject: '5 ms, a freeze of 1 s',
    truthMs: frozenLatencies(asked, windowOf(all, 'waiting.capacity').startMs, usualMs, freezes),
    measured: dataOf(all, 'waiting.closed.latency', 'histogram'),
    percentiles: [85, 95],
    lateness: () => 0,
  })
  expect(rows.map(isWithin)).toEqual([false, false])
})
