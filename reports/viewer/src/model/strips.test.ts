import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../../load/measure/measurement.ts'
import { dividedByLimit, stripsOf } from './strips.ts'
import { sampleJudgements } from '../../testing/sample-judgements.ts'
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

test('a strip holds every visit of all windows with median and p95, or the percentile that is judged; readiness comes first', () => {
  const measurements = [
    visits('users.ready', [5]),
    visits('dashboard.ready', [30, 10], { cache: 'cold' }),
    visits('dashboard.ready', [20], { cache: 'cold' }),
    visits('api.latency', [1]),
  ]
  const strips = stripsOf({ measurements, judgements: [] }, sampleDeclared)
  expect(strips.map(({ title, median, high }) => [title, median, high])).toEqual([
    ['Time to live data, cold', 20, { percentile: 95, value: 30 }],
    ['Time to live data while users watch', 5, { percentile: 95, value: 5 }],
  ])
  const [judgement] = sampleJudgements().filter(({ metric }) => metric === 'dashboard.lcp')
  const judged = stripsOf(
    {
      measurements: [visits('dashboard.lcp', [1, 2, 3, 4], judgement?.labels)],
      judgements: [{ ...judgement!, objective: 'p(75)<2500' }],
    },
    sampleDeclared,
  )
  expect(judged[0]?.high).toEqual({ percentile: 75, value: 3 })
})

test('the page under growing load is drawn as curves, not as strips', () => {
  const measurements = [visits('users.degradation.ready', [5], { agents: '100' })]
  expect(stripsOf({ measurements, judgements: [] }, sampleDeclared)).toEqual([])
})

test('strips of one metric stand in the order of their numbers', () => {
  const measurements = ['100', '10', '50'].map(users => visits('users.ready', [5], { users }))
  expect(stripsOf({ measurements, judgements: [] }, sampleDeclared).map(({ title }) => title)).toEqual(
    ['10', '50', '100'].map(users => `Time to live data while users watch, ${users}`),
  )
})

test('strips without a limit stand apart where there are three of them, and some have one', () => {
  const [judgement] = sampleJudgements().filter(({ metric }) => metric === 'dashboard.lcp')
  const warm = ['dashboard.lcp', 'dashboard.fcp', 'dashboard.ttfb'].map(metric =>
    visits(metric, [1], { cache: 'warm' }),
  )
  const divided = (
    measurements: Measurement[],
    judgements = [{ ...judgement!, labels: { cache: 'cold' } }],
  ) => {
    const { limited, others } = dividedByLimit(stripsOf({ measurements, judgements }, sampleDeclared))
    return [limited.length, others.length]
  }
  const judged = visits('dashboard.lcp', [1], { cache: 'cold' })
  expect(divided([judged, ...warm])).toEqual([1, 3])
  expect(divided([judged, ...warm.slice(1)])).toEqual([3, 0])
  expect(divided(warm, [])).toEqual([3, 0])
})
