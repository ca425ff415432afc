import { expect, test } from '@playwright/test'
import { sampleJudgements } from '../../../testing/sample-judgements.ts'
import { panelLimits } from './panel-limits.ts'

const [any] = sampleJudgements()
const panel = { metrics: ['tasks.done'], unit: 'per-second' } as const
const judged = (mode: string, objective: string, limit: number) => ({
  ...any!,
  metric: 'tasks.done',
  unit: 'per-second' as const,
  labels: { mode },
  objective,
  limit,
})

test('several limits in a panel say which line each is of, a single one says no more than itself', () => {
  const slow = judged('collaborative', 'med>=5', 5)
  const quick = judged('continuous', 'med>=200', 200)
  expect(panelLimits({ ...panel, metrics: [...panel.metrics] }, [slow])).toEqual([
    { value: 5, text: 'median ≥ 5 /s' },
  ])
  expect(panelLimits({ ...panel, metrics: [...panel.metrics] }, [slow, quick])).toEqual([
    { value: 5, text: 'collaborative median ≥ 5 /s' },
    { value: 200, text: 'continuous median ≥ 200 /s' },
  ])
})
