import { expect, test } from '@playwright/test'
import { conditionsOf, differencesOf } from '../compare/baseline.ts'
import type { RunReport } from '../run-report.ts'
import { MOST_RUNS } from '../trend.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { earlierRuns } from './earlier-runs.ts'
import { historyRunOf } from './history-run.ts'
import type { HistoryRun } from './history-run.ts'

const sample = sampleReport()
const now = historyRunOf(sample)
const nightBefore = (nights: number, more: Partial<HistoryRun> = {}): HistoryRun => ({
  ...now,
  run: `${nights} before`,
  startedAt: new Date(Date.parse(now.startedAt) - nights * 86_400_000).toISOString(),
  status: 'complete',
  ...more,
})

test('runs of the kind are held against this one in the order in which they began, without itself and later ones', () => {
  const { runs, notes } = earlierRuns(now, [
    nightBefore(1),
    nightBefore(3),
    now,
    nightBefore(-1),
    nightBefore(2),
  ])
  expect(runs.map(({ run }) => run)).toEqual(['3 before', '2 before', '1 before'])
  expect(notes).toEqual([])
})

test('of many runs the last ones are held against this one', () => {
  const all = Array.from({ length: 100 }, (_, index) => nightBefore(100 - index))
  const { runs } = earlierRuns(now, all)
  expect(runs).toHaveLength(MOST_RUNS - 1)
  expect(runs[0]?.run).toBe(`${MOST_RUNS - 1} before`)
})

test('runs of other specs take no place among those that are held against this one', () => {
  const figures = now.figures.slice(0, 1).map(figure => ({ ...figure, name: 'fleet.startup' }))
  const others = Array.from({ length: MOST_RUNS }, (_, index) => nightBefore(1 + index, { figures }))
  const { runs, notes } = earlierRuns(now, [...others, nightBefore(200), nightBefore(201)])
  expect(runs.map(({ run }) => run)).toEqual(['201 before', '200 before'])
  expect(notes).toEqual(['60 earlier runs of this target are not in it: they were taken with other specs.'])
})

test('runs of the target that are of another kind are told, those of another target are not', () => {
  const { runs, notes } = earlierRuns(now, [
    nightBefore(1, { machine: 'x' }),
    nightBefore(2, { machine: 'x', settings: 'x' }),
    nightBefore(3, { settings: 'x' }),
    nightBefore(4, { fleetmark: 'x' }),
    nightBefore(5, { status: 'interrupted' }),
    nightBefore(6, { target: 'x' }),
  ])
  expect(runs).toEqual([])
  expect(notes).toEqual([
    '2 earlier runs of this target are not in it: they were taken on another machine, system, Node or browser.',
    'An earlier run of this target is not in it: it was taken with other settings.',
    'An earlier run of this target is not in it: it was taken by another version of Fleetmark.',
    'An earlier run of this target is not in it: it was interrupted.',
  ])
})

const { run, machine, target } = sample
const settings = (more: Record<string, string>): Partial<RunReport> => ({
  run: { ...run, settings: { ...run.settings, ...more } },
})
const OTHERS: [what: string, more: Partial<RunReport>][] = [
  ['nothing', {}],
  ['another machine', { machine: { ...machine, cores: 64, fingerprint: 'other' } }],
  ['another target', { target: { ...target, name: 'other' } }],
  ['another setting', settings({ PERF_AGENTS: '7' })],
  ['a setting more', settings({ PERF_NEW: '7' })],
  ['another place', settings({ PERF_RESULTS: '/x', PERF_FAULTS: '[{}]' })],
  ['another version', { run: { ...run, fleetmark: '9.9.9' } }],
  ['another time', { run: { ...run, endedAt: run.startedAt } }],
]
for (const [what, more] of OTHERS) {
  test(`${what}: a run is held against this one where a baseline of it would be`, () => {
    const other = { ...sample, ...more }
    const line = { ...historyRunOf(other), run: 'before', status: 'complete' as const }
    const { runs } = earlierRuns(now, [{ ...line, startedAt: '2020-01-01T00:00:00.000Z' }])
    expect(runs.length === 1).toBe(differencesOf(conditionsOf(other), conditionsOf(sample)).length === 0)
  })
}
