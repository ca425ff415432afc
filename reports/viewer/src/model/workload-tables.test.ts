import { expect, test } from '@playwright/test'
import type { Labels, Measurement } from '../../../../load/measure/measurement.ts'
import { drawCurve } from '../../../curve.ts'
import { exampleMeasurement, histogramOf, tallyOf } from '../../../judge/testing/example-evidence.ts'
import { workloadTables } from './workload-tables.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'

const latency = (metric: string, labels: Labels): Measurement =>
  exampleMeasurement(histogramOf([[5, 0]]), { metric, labels })
const errors = (metric: string, labels: Labels, total: number, bad: number): Measurement =>
  exampleMeasurement(tallyOf([[total, bad]]), { metric, labels })

function tables(measurements: Measurement[]) {
  return workloadTables(
    {
      measurements,
      curves: measurements.flatMap(each => drawCurve(each) ?? []),
      judgements: [],
    },
    sampleDeclared,
  )
}

test('workloads stand by their declared places, mixes as they were measured; what is not declared to be of requests has no table', () => {
  const endpoint = 'GET /a'
  const mixes = ['light', 'heavy', 'odd']
  const found = tables([
    latency('training.latency', { endpoint }),
    ...mixes.map(mix => latency('mix.latency', { endpoint, mix, class: 'reader' })),
    latency('shape.latency', { endpoint, shape: 'spike' }),
    latency('skills.latency', { endpoint }),
    latency('messages.latency', { endpoint }),
    latency('api.latency', { endpoint }),
  ])
  expect(found.map(({ title }) => title)).toEqual([
    'API',
    'Messages',
    'Skills',
    'Load shapes',
    'User mix: light',
    'User mix: heavy',
    'User mix: odd',
  ])
})

test('the steps of a mix are grouped by class', () => {
  const of = (userClass: string, endpoint: string) => ({ mix: 'light', class: userClass, endpoint })
  const [table, ...others] = tables([
    errors('mix.errors', of('reader', 'list'), 100, 3),
    errors('mix.errors', of('writer', 'list'), 10, 0),
    errors('mix.errors', of('reader', 'read'), 50, 2),
  ])
  expect(others).toEqual([])
  expect(table?.groups.map(({ title, endpoints }) => [title, endpoints.map(({ name }) => name)])).toEqual([
    ['class reader', ['list', 'read']],
    ['class writer', ['list']],
  ])
})

test('each shape of load is a group of one table, and endpoints without further labels need no title', () => {
  const [api, shapes] = tables([
    ...['step', 'spike'].map(shape => latency('shape.latency', { endpoint: 'GET /a', shape })),
    ...['GET /a', 'GET /b'].map(endpoint => latency('api.latency', { endpoint })),
  ])
  expect(api?.groups.map(({ title, endpoints }) => [title, endpoints.length])).toEqual([['', 2]])
  expect(shapes?.groups.map(({ title }) => title)).toEqual(['shape step', 'shape spike'])
})

test('connection and TLS times stand by the workload that they were taken in, of a mix only its own', () => {
  const found = tables([
    latency('api.latency', { endpoint: 'GET /a' }),
    latency('api.connect', {}),
    latency('api.tls', {}),
    latency('messages.latency', { endpoint: 'POST /m' }),
    ...['light', 'heavy'].flatMap(mix => [
      latency('mix.latency', { endpoint: 'list', mix }),
      latency('mix.connect', { mix }),
    ]),
    latency('realtime.connect', {}),
  ])
  expect(
    found.map(({ title, connections }) => [
      title,
      connections.map(({ labels, connect, tls }) => [labels, connect?.metric, tls?.metric]),
    ]),
  ).toEqual([
    ['API', [[{}, 'api.connect', 'api.tls']]],
    ['Messages', []],
    ['User mix: light', [[{ mix: 'light' }, 'mix.connect', undefined]]],
    ['User mix: heavy', [[{ mix: 'heavy' }, 'mix.connect', undefined]]],
  ])
})
