import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { seededRandom } from '../load/seeded-random.ts'
import { besideEarlierRuns } from './beside-earlier-runs.ts'
import { baselineRunOf, conditionsOf } from './compare/baseline.ts'
import { saveBaseline } from './compare/baseline-files.ts'
import type { Compared } from './comparison.ts'
import { exampleJudgement } from './judge/testing/example-evidence.ts'
import type { RunReport } from './run-report.ts'
import { exampleSeries } from './statistics/testing/example-series.ts'
import { historyFile } from './trend/history-file.ts'
import { historyRunOf } from './trend/history-run.ts'
import { sampleReport } from './viewer/testing/sample-report.ts'

const sample = sampleReport()

/** A run of a night with so many SLOs. */
const runOf = (night: number, values: readonly number[]): RunReport => ({
  ...sample,
  run: {
    ...sample.run,
    status: 'complete',
    id: `night-${night}`,
    startedAt: new Date(Date.UTC(2025, 0, night)).toISOString(),
  },
  judgements: values.map((observed, index) => exampleJudgement({ id: `slo-${index}`, observed })),
})

const keepHistory = (results: string, runs: readonly RunReport[]): void =>
  writeFileSync(historyFile(results), runs.map(run => `${JSON.stringify(historyRunOf(run))}\n`).join(''))

/** Each night's run is held against those before it, and kept. */
test('each run finds those before it, and leaves a line for those after it', ({}, info) => {
  const results = info.outputPath()
  for (let night = 1; night <= 3; night++) {
    const { report, problems } = besideEarlierRuns(runOf(night, [100 + night]), results)
    expect(problems).toEqual([])
    expect(report.trend?.runs.length ?? 1).toBe(night)
  }
  const lines = readFileSync(historyFile(results), 'utf8').trimEnd().split('\n')
  expect(lines.map(line => (JSON.parse(line) as { run: string }).run)).toEqual([
    'night-1',
    'night-2',
    'night-3',
  ])
})

test('what is wrong with the history is told, and the run is as it would be without', ({}, info) => {
  const results = info.outputPath()
  writeFileSync(historyFile(results), 'x\n')
  const { report, problems } = besideEarlierRuns(sample, results)
  expect(report).toEqual(sample)
  expect(problems).toEqual([expect.stringContaining("has a line that can't be read")])
})

test('a run that judged nothing leaves no line and has no trend', ({}, info) => {
  const results = info.outputPath()
  keepHistory(results, [runOf(1, [100])])
  const before = readFileSync(historyFile(results), 'utf8')
  expect(besideEarlierRuns(runOf(2, []), results).report).not.toHaveProperty('trend')
  expect(readFileSync(historyFile(results), 'utf8')).toBe(before)
})

/** Runs of which each figure differs by so much, and a last one in which it is so many times as large, beside a baseline of one run. */
function compared(results: string, { spread, times }: { spread: number; times: number }): Compared[] {
  const random = seededRandom(21)
  const series = Array.from({ length: 300 }, () => exampleSeries(random, 32, 0))
  const values = (night: number): number[] =>
    series.map(own => 100 * Math.exp(spread * (own[night] ?? 0)) * (night === 31 ? times : 1))
  const runs = Array.from({ length: 32 }, (_, night) => runOf(night + 1, values(night)))
  const [first = sample] = runs
  keepHistory(results, runs.slice(1, -1))
  saveBaseline(results, {
    schemaVersion: 1,
    name: 'main',
    savedAt: '2025-01-01T00:00:00.000Z',
    conditions: conditionsOf(first),
    runs: [baselineRunOf(first)],
  })
  return besideEarlierRuns(runs.at(-1) ?? sample, results).report.comparison?.rows ?? []
}

const share = (rows: readonly Compared[], verdict: Compared['verdict']): number =>
  rows.filter(row => row.verdict === verdict).length / rows.length

test('a baseline of one run takes the noise between runs from the history, and calls 1 in 100 worse at most', ({}, info) => {
  const rows = compared(info.outputPath(), { spread: 0.05, times: 1 })
  expect(rows).toHaveLength(300)
  expect(share(rows, 'REGRESSED')).toBeLessThanOrEqual(0.01)
  expect(share(rows, 'IMPROVED')).toBeLessThanOrEqual(0.01)
})

test('a figure that takes 30 % more than that one run is found, and the row says what tells the noise', ({}, info) => {
  const rows = compared(info.outputPath(), { spread: 0.03, times: 1.3 })
  expect(share(rows, 'REGRESSED')).toBeGreaterThanOrEqual(0.95)
  expect(rows[0]?.because).toMatch(/^It got worse: \+[\d.]+ %, between .*, as 30 earlier runs differ\.$/)
})

test('where the history has nothing of a figure, one run can not tell, and the row says so', ({}, info) => {
  const results = info.outputPath()
  const [before, now] = [runOf(1, [100]), runOf(2, [300])]
  saveBaseline(results, {
    schemaVersion: 1,
    name: 'main',
    savedAt: '2025-01-01T00:00:00.000Z',
    conditions: conditionsOf(before),
    runs: [baselineRunOf(before)],
  })
  const { report } = besideEarlierRuns(now, results)
  expect(report.comparison?.rows[0]).toMatchObject({
    verdict: 'CANNOT_TELL',
    because:
      'It changed: +200 %; one run does not tell how much runs differ by themselves, nor does the history.',
  })
})
