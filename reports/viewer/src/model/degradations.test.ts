import { expect, test } from '@playwright/test'
import type { Labels, Measurement } from '../../../../load/measure/measurement.ts'
import { degradationsOf } from './degradations.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'

function page(metric: string, labels: Labels, values: number[]): Measurement {
  const points = values.map((value, index) => ({ atMs: index, value }))
  return {
    metric: `users.degradation.${metric}`,
    unit: 'ms',
    labels,
    window: { startMs: 0, endMs: 9 },
    data: { kind: 'samples', points },
    doubts: [],
  }
}

test('a curve has the median and p95 of every level by rising number of agents, and its knee', () => {
  const [ready] = degradationsOf(
    [
      page('ready', { agents: '1000' }, [2100, 1900, 2000]),
      page('ready', { agents: '0' }, [1000, 900, 1100]),
      page('ready', { agents: '500' }, [1200]),
      page('ready', { agents: '100' }, [1050]),
    ],
    sampleDeclared,
  )
  expect(ready?.levels.map(({ load, median, p95 }) => [load, median, p95])).toEqual([
    [0, 1000, 1100],
    [100, 1050, 1050],
    [500, 1200, 1200],
    [1000, 2000, 2100],
  ])
  expect(ready?.knee?.load).toBe(500)
})

test('what was measured in several windows, or with more labels, counts together', () => {
  const [ready] = degradationsOf(
    [
      page('ready', { agents: '0' }, [30]),
      page('ready', { agents: '0' }, [10]),
      page('ready', { agents: '0', page: 'dashboard' }, [20]),
    ],
    sampleDeclared,
  )
  expect(ready?.levels).toEqual([{ load: 0, values: [10, 20, 30], median: 20, p95: 30 }])
  expect(ready?.knee).toBeUndefined()
})

test('readiness comes first, and what has no number of agents, or is shown otherwise, is no curve', () => {
  const curves = degradationsOf(
    [
      page('long-frames', { agents: '0' }, [1]),
      page('something', { agents: '0' }, [1]),
      page('ready', { agents: '0' }, [1]),
      page('inp', {}, [1]),
      page('paint', { agents: '0' }, []),
    ],
    sampleDeclared,
  )
  expect(curves.map(({ metric, loads }) => [metric, loads])).toEqual([
    ['users.degradation.ready', 'agents'],
    ['users.degradation.long-frames', 'agents'],
  ])
})
