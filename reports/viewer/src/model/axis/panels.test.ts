import { expect, test } from '@playwright/test'
import type { Measurement, MeasurementData, Unit } from '../../../../../load/measure/measurement.ts'
import type { Curve } from '../../../../run-report.ts'
import { panelsOf } from './panels.ts'
import { sampleDeclared } from '../../../testing/sample-metrics.ts'

const ZERO_MS = 1_000_000

function measured(metric: string, unit: Unit, data: MeasurementData, labels = {}): Measurement {
  return { metric, unit, labels, window: { startMs: ZERO_MS, endMs: ZERO_MS + 9000 }, data, doubts: [] }
}

function series(metric: string, unit: Unit, labels = {}): Measurement {
  return measured(metric, unit, { kind: 'series', points: [[ZERO_MS + 2000, 7]] }, labels)
}

function samples(metric: string, labels = {}): Measurement {
  return measured(metric, 'ms', { kind: 'samples', points: [{ atMs: ZERO_MS + 500, value: 40 }] }, labels)
}

function latency(endpoint: string): Curve {
  const overTime = [{ atMs: ZERO_MS + 1000, perSecond: 50, p50: 1, p95: 2, p99: 3 }]
  return { metric: 'api.latency', labels: { endpoint }, unit: 'ms', n: 50, percentiles: [[50, 1]], overTime }
}

test('panels stand by their declared places, and what nobody declared has its own at the end', () => {
  const measurements = [
    series('queue.age', 'ms'),
    series('broker.depth', 'count'),
    series('generator.cpu', 'ratio'),
    series('load.agents', 'count'),
    samples('dashboard.ready', { cache: 'cold' }),
  ]
  const panels = panelsOf({ measurements, curves: [latency('GET /a')] }, sampleDeclared, ZERO_MS, 'p95')
  expect(panels.map(({ title, unit }) => `${title}, ${unit}`)).toEqual([
    'Agents connected, count',
    'Response time, ms',
    'Page events, ms',
    'Messages waiting, count',
    'Generator CPU, ratio',
    'queue.age, ms',
  ])
})

test('series of one metric share a panel, a line for each set of labels, in seconds of the run', () => {
  const measurements = [
    series('target.cpu', 'ratio', { pod: 'a' }),
    series('target.cpu', 'ratio', { pod: 'b' }),
  ]
  const [panel] = panelsOf({ measurements, curves: [] }, sampleDeclared, ZERO_MS, 'p95')
  expect(panel?.lines).toEqual([
    { name: 'a', stretches: [[[2, 7]]] },
    { name: 'b', stretches: [[[2, 7]]] },
  ])
})

test('of the generators of several machines each has a line of its own by the name of its machine', () => {
  const machines = Array.from({ length: 10 }, (_, index) => `host-${index}`)
  const measurements = machines.map(machine =>
    series('generator.cpu', 'ratio', { generator: 'http', machine }),
  )
  const panels = panelsOf({ measurements, curves: [] }, sampleDeclared, ZERO_MS, 'p95')
  expect(panels.map(({ title, lines }) => `${title}: ${lines.length}`)).toEqual([
    'Generator CPU (1 of 2): 8',
    'Generator CPU (2 of 2): 2',
  ])
  expect(panels.flatMap(({ lines }) => lines.map(({ name }) => name))).toEqual(
    machines.map(machine => expect.stringContaining(machine)),
  )
})

test('series of the same name in other windows are stretches of one line, and at the same time they are one', () => {
  const at = (...seconds: number[]): Measurement =>
    measured('target.cpu', 'ratio', {
      kind: 'series',
      points: seconds.map(sec => [ZERO_MS + sec * 1000, sec]),
    })
  const measurements = [at(5, 7), at(1, 3), at(6, 8), at(9)]
  const [panel] = panelsOf({ measurements, curves: [] }, sampleDeclared, ZERO_MS, 'p95')
  const same = (...seconds: number[]) => seconds.map(sec => [sec, sec])
  expect(panel?.lines).toEqual([{ name: 'Target CPU', stretches: [same(1, 3), same(5, 6, 7, 8), same(9)] }])
})

test('one curve shows its three percentiles, several show the chosen one of each', () => {
  const [alone] = panelsOf({ measurements: [], curves: [latency('GET /a')] }, sampleDeclared, ZERO_MS, 'p99')
  expect(alone?.lines.map(({ name }) => name)).toEqual(['p50', 'p95', 'p99'])
  const [both] = panelsOf(
    { measurements: [], curves: [latency('GET /a'), latency('GET /b')] },
    sampleDeclared,
    ZERO_MS,
    'p99',
  )
  expect(both?.title).toBe('Response time, p99')
  expect(both?.lines).toEqual([
    { name: 'GET /a', stretches: [[[1, 3]]] },
    { name: 'GET /b', stretches: [[[1, 3]]] },
  ])
})

test('more lines than there are colours go on in a further panel', () => {
  const curves = Array.from({ length: 11 }, (_, index) => latency(`GET /${index}`))
  const panels = panelsOf({ measurements: [], curves }, sampleDeclared, ZERO_MS, 'p95')
  expect(panels.map(({ title, lines }) => [title, lines.length])).toEqual([
    ['Response time, p95 (1 of 2)', 8],
    ['Response time, p95 (2 of 2)', 3],
  ])
})

test('the spans from agent to pixel share a panel', () => {
  const measurements = [
    samples('realtime.paint.received'),
    samples('realtime.paint.dom'),
    samples('realtime.paint'),
  ]
  const panels = panelsOf({ measurements, curves: [] }, sampleDeclared, ZERO_MS, 'p95')
  expect(panels.map(({ title, metrics }) => [title, metrics])).toEqual([
    ['Agent-to-pixel latency', ['realtime.paint']],
    ['Spans from agent to pixel', ['realtime.paint.received', 'realtime.paint.dom']],
  ])
})

test('connections and attempts to reconnect stand by the agents, a line a cause and side', () => {
  const lost = (metric: string, side: string) => series(metric, 'count', { cause: 'drop', side })
  const measurements = [
    series('load.messages', 'per-second'),
    lost('load.reconnects', 'agent'),
    lost('load.connected', 'viewer'),
    lost('load.connected', 'agent'),
    series('load.agents', 'count'),
  ]
  const panels = panelsOf({ measurements, curves: [] }, sampleDeclared, ZERO_MS, 'p95')
  expect(panels.map(({ title, lines }) => [title, ...lines.map(({ name }) => name)])).toEqual([
    ['Agents connected', 'Agents connected'],
    ['Connections open', 'drop, viewer', 'drop, agent'],
    ['Attempts to reconnect', 'drop, agent'],
    ['Updates sent by agents', 'Updates sent by agents'],
  ])
})

test('neither the check of a stamp nor a recovery is drawn over the run, nor of requests anything but the response time', () => {
  const recovery = { ...latency('GET /a'), metric: 'realtime.recovery.time' }
  const measurements = [samples('realtime.paint.bias'), samples('realtime.memory')]
  const parts = [
    'api.service',
    'api.ttfb',
    'api.connect',
    'api.tls',
    'api.closed.latency',
    'shape.stage.latency',
  ]
  const curves = [recovery, ...parts.map(metric => ({ ...latency('GET /a'), metric }))]
  expect(panelsOf({ measurements, curves }, sampleDeclared, ZERO_MS, 'p95')).toEqual([])
})
