import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../../../../load/measure/histogram.ts'
import type { Labels, Measurement, MeasurementData } from '../../../../load/measure/measurement.ts'
import { Tally } from '../../../../load/measure/tally.ts'
import { drawCurve } from '../../../curve.ts'
import { exampleJudgement, exampleMeasurement } from '../../../judge/testing/example-evidence.ts'
import type { Judgement } from '../../../judge/slo.ts'
import { sampleReport } from '../../testing/sample-report.ts'
import { endpointsOf } from './endpoints.ts'
import { valueAt } from './measured/percentiles.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'

const GET_A = { endpoint: 'GET /a' }

/** A histogram with the same value in each second given. */
function values(metric: string, labels: Labels, value: number, seconds: readonly number[]): Measurement {
  const histogram = new BlockHistogram()
  for (const second of seconds) histogram.record(value, 1000 * second)
  return measured(metric, labels, histogram.toData(), [seconds[0] ?? 0, (seconds.at(-1) ?? 0) + 1])
}

function failures(metric: string, labels: Labels, good: number, bad: number, atSec: number): Measurement {
  const tally = new Tally()
  tally.good(1000 * atSec, good)
  tally.bad('status 503', 1000 * (atSec + 1), bad, 'overloaded')
  return measured(metric, labels, tally.toData(), [atSec, atSec + 2])
}

function measured(
  metric: string,
  labels: Labels,
  data: MeasurementData,
  [startSec, endSec]: readonly [number, number],
): Measurement {
  return exampleMeasurement(data, {
    metric,
    labels,
    window: { startMs: 1000 * startSec, endMs: 1000 * endSec },
  })
}

function endpoints(measurements: Measurement[], judgements: Judgement[] = []) {
  return endpointsOf(
    {
      measurements,
      curves: measurements.flatMap(each => drawCurve(each) ?? []),
      judgements,
    },
    sampleDeclared,
  )
}

test('a row has response, service and head times, requests, their rate over the window, and failures', () => {
  const [row, ...others] = endpoints([
    values('api.latency', GET_A, 40, [0, 1, 2]),
    values('api.service', GET_A, 8, [0, 1, 2]),
    values('api.ttfb', GET_A, 5, [0, 1, 2]),
    failures('api.errors', GET_A, 30, 10, 0),
  ])
  expect(others).toEqual([])
  expect(row).toMatchObject({ name: 'GET /a', workload: 'api', requests: 40, perSecond: 20 })
  const medians = [row?.latency, row?.service, row?.ttfb].map(each => valueAt(each?.percentiles ?? [], 50))
  expect(medians.map(value => Math.round(value ?? 0))).toEqual([40, 8, 5])
  expect(row?.errors).toMatchObject({
    bad: 10,
    causes: { 'status 503': 10 },
    examples: { 'status 503': 'overloaded' },
  })
  expect(row?.counted).toEqual([
    { startMs: 0, total: 30, bad: 0 },
    { startMs: 1000, total: 10, bad: 10 },
  ])
})

test('the same endpoint in two workloads, shapes or classes has a row in each', () => {
  const rows = endpoints([
    values('api.latency', GET_A, 1, [0]),
    values('shape.latency', { ...GET_A, shape: 'spike' }, 2, [0]),
    values('shape.latency', { ...GET_A, shape: 'step' }, 3, [0]),
    values('mix.latency', { ...GET_A, mix: 'light', class: 'reader' }, 4, [0]),
    values('mix.latency', { ...GET_A, mix: 'light', class: 'writer' }, 5, [0]),
  ])
  expect(rows.map(({ labels }) => Object.values(labels).slice(1))).toEqual([
    [],
    ['spike'],
    ['step'],
    ['light', 'reader'],
    ['light', 'writer'],
  ])
  expect(new Set(rows.map(({ key }) => key)).size).toBe(5)
})

test('stages belong to the row of their workload, in the order of their windows', () => {
  const labels = { ...GET_A, shape: 'spike' }
  const rows = endpoints([
    values('shape.latency', labels, 3, [0, 5, 9]),
    values('shape.stage.latency', { ...labels, stage: 'spike' }, 90, [5, 6]),
    values('shape.stage.latency', { ...labels, stage: 'before' }, 3, [0, 1]),
    failures('shape.stage.errors', { ...labels, stage: 'spike' }, 6, 2, 5),
  ])
  expect(rows).toHaveLength(1)
  expect(rows[0]?.latency?.n).toBe(3)
  expect(
    rows[0]?.stages.map(({ name, window, latency, errors }) => [name, window, latency?.n, errors?.bad]),
  ).toEqual([
    ['before', { startMs: 0, endMs: 2000 }, 2, undefined],
    ['spike', { startMs: 5000, endMs: 7000 }, 2, 2],
  ])
})

test('a closed loop gives a step for each number of connections, with the median of its rates', () => {
  const at = (connections: string) => ({ ...GET_A, connections })
  const rates = (connections: string, perSecond: readonly number[]) =>
    measured(
      'api.capacity',
      at(connections),
      { kind: 'samples', points: perSecond.map((value, index) => ({ atMs: 500 * index, value })) },
      [0, 2],
    )
  const [row] = endpoints([
    rates('100', [300, 100, 200]),
    rates('10', [90, 70, 80]),
    values('api.closed.latency', at('100'), 70, [0]),
    failures('api.closed.errors', at('100'), 5, 1, 0),
  ])
  expect(row).toMatchObject({ requests: undefined, perSecond: undefined, errors: undefined })
  expect(
    row?.capacity.map(({ connections, perSecond, latency, errors }) => [
      connections,
      perSecond,
      latency?.n,
      errors?.bad,
    ]),
  ).toEqual([
    [10, 80, undefined, undefined],
    [100, 200, 1, 1],
  ])
})

test('a row has the judgements about all of its parts, the worst first, and no others', () => {
  const judgement = (name: string, more: Partial<Judgement>) => exampleJudgement({ id: name, name, ...more })
  const spike = { ...GET_A, shape: 'spike' }
  const [row] = endpoints(
    [
      values('shape.latency', spike, 3, [0]),
      failures('shape.errors', spike, 3, 1, 0),
      values('shape.stage.latency', { ...spike, stage: 'after' }, 3, [0]),
    ],
    [
      judgement('pass', { metric: 'shape.latency', labels: GET_A }),
      judgement('fail', {
        metric: 'shape.errors',
        labels: { shape: 'spike' },
        objective: 'rate<0.01',
        verdict: 'FAIL',
      }),
      judgement('stage', {
        metric: 'shape.stage.latency',
        labels: { stage: 'after' },
        verdict: 'INCONCLUSIVE',
      }),
      judgement('other shape', { metric: 'shape.latency', labels: { shape: 'step' } }),
      judgement('other metric', { metric: 'api.latency', labels: GET_A }),
    ],
  )
  expect(row?.judgements.map(({ name }) => name)).toEqual(['fail', 'stage', 'pass'])
})

test('an endpoint of the sample run that only failed has a row too, and so has one of an older document', () => {
  const { measurements, curves, judgements } = sampleReport()
  const errorsOnly = measurements.filter(({ metric }) => metric === 'api.errors')
  const rows = endpointsOf({ measurements: errorsOnly, curves: [], judgements }, sampleDeclared)
  expect(rows).toHaveLength(5)
  expect(rows[0]?.latency).toBeUndefined()
  expect(rows[0]).toMatchObject({ requests: 2200, perSecond: 50 })
  const older = structuredClone(curves)
  for (const curve of older) delete curve.buckets
  const [first] = endpointsOf({ measurements, curves: older, judgements }, sampleDeclared)
  expect(first?.latency).toMatchObject({ n: 2200 })
  expect(first?.latency?.buckets).toBeUndefined()
})
