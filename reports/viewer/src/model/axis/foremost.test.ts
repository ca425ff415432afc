import { expect, test } from '@playwright/test'
import type { MetricDeclaration } from '../../../../../load/measure/metric.ts'
import { Declared } from '../../../../stored/declared.ts'
import { sampleJudgements } from '../../../testing/sample-judgements.ts'
import { foremost } from './foremost.ts'
import type { Panel } from './panels.ts'

const [any] = sampleJudgements()
const judged = (metric: string, verdict: 'PASS' | 'FAIL') => ({ ...any!, metric, verdict })

const panels = (
  [
    ['load.requests', 'load', 'per-second'],
    ['api.latency', 'api', 'ms'],
    ['api.service', 'api', 'ms'],
    ['api.ttfb', 'api', 'ms'],
    ['api.connect', 'api', 'ms'],
    ['api.errors', 'api', 'count'],
    ['target.cpu', 'target', 'ratio'],
    ['target.memory', 'target', 'bytes'],
    ['generator.loop-delay', 'generator', 'ms'],
  ] as const
).map(([metric, section, unit]) => ({ metric, section, unit }))

const declared = new Declared({
  metrics: panels.map(({ metric, section }) => ({ name: metric, section }) as MetricDeclaration),
  sections: [],
})

const drawn: Panel[] = panels.map(({ metric, unit }) => ({
  id: metric,
  title: metric,
  unit,
  draw: 'line',
  lines: [],
  metrics: [metric],
}))

const first = (...judgements: ReturnType<typeof judged>[]): string[] =>
  foremost(drawn, judgements, declared).map(({ id }) => id)

test('beside a time that missed its SLO stand load, errors and what the target took', () => {
  expect(first(judged('api.ttfb', 'FAIL'))).toEqual([
    'load.requests',
    'api.latency',
    'api.ttfb',
    'api.errors',
    'target.cpu',
  ])
})

test('what missed an SLO comes first, but leaves room for what it is to be compared with', () => {
  const missed = ['api.latency', 'api.service', 'api.ttfb', 'api.connect'].map(metric =>
    judged(metric, 'FAIL'),
  )
  expect(first(...missed)).toEqual(['load.requests', 'api.latency', 'api.service', 'api.ttfb', 'api.errors'])
})

test('of each kind what has an SLO comes first, and room that is left is given by the same order', () => {
  expect(first(judged('target.memory', 'PASS'), judged('api.service', 'PASS'))).toEqual([
    'load.requests',
    'api.latency',
    'api.service',
    'api.errors',
    'target.memory',
  ])
})

test('a few panels are all shown', () => {
  expect(foremost(drawn.slice(2, 5), [], declared)).toEqual(drawn.slice(2, 5))
})
