import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../../load/measure/measurement.ts'
import { stripsOf } from './strips.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'

function visits(metric: string, values: number[], labels = {}): Measurement {
  const points = values.map((value, index) => ({ atMs: index, value }))
  return {
    metric,
    unit: 'ms',
    labels,
    window: { startMs: 0, endMs: 9 },
    data: { kind: 'samples', points },
    doubts: [],
  }
}

test('a strip holds every visit of all windows with median and p95; readiness comes first', () => {
  const measurements = [
    visits('users.ready', [5]),
    visits('dashboard.ready', [30, 10], { cache: 'cold' }),
    visits('dashboard.ready', [20], { cache: 'cold' }),
    visits('api.latency', [1]),
  ]
  const strips = stripsOf({ measurements, judgements: [] }, sampleDeclared)
  expect(strips.map(({ title, median, p95 }) => [title, median, p95])).toEqual([
    ['Time to live data (cold)', 20, 30],
    ['Time to live data while users watch', 5, 5],
  ])
})

test('the page under growing load is drawn as curves, not as strips', () => {
  const measurements = [visits('users.degradation.ready', [5], { agents: '100' })]
  expect(stripsOf({ measurements, judgements: [] }, sampleDeclared)).toEqual([])
})
