import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../judge/testing/example-evidence.ts'
import type { Compared } from '../comparison.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { withSampleTrend } from '../viewer/testing/sample-trend.ts'
import { writeMessage } from './message.ts'

const compared = (name: string, verdict: Compared['verdict']): Compared => ({
  name,
  title: name,
  metric: name,
  labels: {},
  unit: 'ms',
  statistic: 'p95',
  verdict,
  because: '',
  before: 100,
  after: 150,
  change: { of: 'figure', estimate: 0.5, low: 0.4, high: 0.6 },
})

test('the verdict comes first, then what changed, what failed and what to do, then where the report is', () => {
  const judgements = [
    exampleJudgement({ name: 'api.latency', verdict: 'FAIL', because: '3 of 100 requests under 200 ms.' }),
    exampleJudgement({ name: 'api.errors', verdict: 'FAIL', level: 'warn' }),
    exampleJudgement({ name: 'dashboard.lcp' }),
  ]
  const report = {
    ...sampleReport(),
    judgements,
    errors: [],
    advice: [
      { id: 'one', priority: 'HIGH', text: 'GET / is slow. It takes 3 s.', next: 'Look.', about: [] },
      { id: 'two', priority: 'LOW', text: 'Small.', next: 'Look.', about: [] },
    ] as never,
    comparison: {
      baseline: { name: 'main', runs: ['a'], savedAt: '2025-01-01T00:00:00.000Z' },
      differences: [],
      rows: [compared('api.latency', 'REGRESSED'), compared('ttfb', 'SAME')],
    },
  }
  const [verdict, target, ...rest] = writeMessage(report, 'https://ci.example.com/7').split('\n')
  expect(verdict).toBe(`Fleetmark: ${report.run.headline}`)
  expect(target).toContain(report.run.id)
  expect(rest).toEqual([
    'Against the baseline main (one run): 1 worse, 1 the same.',
    '- worse: api.latency, p95 150 ms, was 100 ms (+50 %)',
    '- FAIL api.latency: 3 of 100 requests under 200 ms.',
    '- HIGH GET / is slow.',
    'https://ci.example.com/7',
  ])
})

test('what got worse for sure stands before what chance may make look so', () => {
  const maybe = [1, 2, 3, 4, 5].map(index => ({ ...compared(`maybe ${index}`, 'REGRESSED'), chance: 0.3 }))
  const comparison = {
    baseline: { name: 'main', runs: ['a'], savedAt: '2025-01-01T00:00:00.000Z' },
    differences: [],
    rows: [compared('better', 'IMPROVED'), ...maybe, { ...compared('sure', 'REGRESSED'), chance: 0.01 }],
  }
  const lines = writeMessage({ ...sampleReport(), comparison }).split('\n')
  const at = lines.indexOf('Against the baseline main (one run): 1 worse, 5 maybe worse, 1 better.')
  expect(lines.slice(at + 1, at + 3)).toEqual([
    '- worse: sure, p95 150 ms, was 100 ms (+50 %)',
    '- maybe worse: maybe 1, p95 150 ms, was 100 ms (+50 %)',
  ])
})

test('what moved by the trend is told, and nothing of what stayed', () => {
  const lines = writeMessage(withSampleTrend(sampleReport())).split('\n')
  expect(lines.filter(line => line.startsWith('- worse'))).toEqual([
    expect.stringMatching(/Slower since 13 Nov, \+25 %\.$/),
  ])
})

test('a run with much to tell fits a message, keeps its link, and counts what it leaves out', () => {
  const long = `${'long name \n'.repeat(900)}\u202E`
  const judgements = Array.from({ length: 40 }, (_, index) =>
    exampleJudgement({ name: `${index} ${long}`, verdict: 'FAIL', because: long }),
  )
  const rows = judgements.map(({ name }) => compared(name, 'REGRESSED'))
  const comparison = {
    baseline: { name: 'main', runs: ['a'], savedAt: '2025-01-01T00:00:00.000Z' },
    differences: [],
    rows,
  }
  const report = { ...sampleReport(), judgements, comparison, errors: [long] }
  const text = writeMessage({ ...report, run: { ...report.run, headline: long } }, 'https://ci.example.com/7')
  expect(text.length).toBeLessThanOrEqual(2000)
  expect(text.length).toBeGreaterThan(1700)
  expect(text.endsWith('\nhttps://ci.example.com/7')).toBe(true)
  expect(text).not.toContain('\u202E')
  const few = writeMessage({
    ...sampleReport(),
    judgements: judgements.map(one => ({ ...one, name: 'a', because: 'b' })),
  })
  expect(few).toContain('- 35 more in the report')
})
