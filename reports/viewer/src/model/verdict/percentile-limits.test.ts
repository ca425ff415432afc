import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../../../../judge/testing/example-evidence.ts'
import { percentileLimits } from './percentile-limits.ts'

test('objectives on percentiles and medians are limits, those on means and shares are not', () => {
  const judgements = ['p(99.9)<1000', 'med<50', 'avg<100', 'rate<0.01'].map(objective =>
    exampleJudgement({
      id: objective,
      metric: 'm',
      objective,
      limit: Number(/[\d.]+$/.exec(objective)?.[0]),
    }),
  )
  const limits = percentileLimits({ metric: 'm', labels: {} }, judgements)
  expect(limits.toSorted((a, b) => a.percentile - b.percentile)).toEqual([
    { percentile: 50, value: 50, text: 'median < 50 ms' },
    { percentile: 99.9, value: 1000, text: 'p99.9 < 1 s' },
  ])
  expect(percentileLimits({ metric: 'other', labels: {} }, judgements)).toEqual([])
})
