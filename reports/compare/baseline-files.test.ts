import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { RunReport } from '../run-report.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { baselineRunOf, conditionsOf } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { dropBaseline, listBaselines, readBaseline, saveBaseline } from './baseline-files.ts'
import { withComparison } from './with-comparison.ts'

const sample = sampleReport()
/** The sample, with further settings. */
const sampleSet = (settings: Record<string, string>): RunReport => ({
  ...sample,
  run: { ...sample.run, ok: true, settings: { ...sample.run.settings, ...settings } },
})
const baseline = (name: string, more: Partial<Baseline> = {}): Baseline => ({
  schemaVersion: 1,
  name,
  savedAt: '2026-11-26T00:00:00.000Z',
  conditions: conditionsOf(sample),
  runs: [baselineRunOf(sample)],
  ...more,
})

test('a baseline is read as it was saved, listed, and gone when it is dropped', ({}, info) => {
  const results = info.outputPath()
  expect(listBaselines(results)).toEqual([])
  saveBaseline(results, baseline('night-2'))
  saveBaseline(results, baseline('main'))
  expect(listBaselines(results)).toEqual(['main', 'night-2'])
  expect(readBaseline(results, 'main')).toEqual(baseline('main'))
  dropBaseline(results, 'main')
  expect(listBaselines(results)).toEqual(['night-2'])
  expect(() => dropBaseline(results, 'main')).toThrow('There is no baseline main in ')
})

const NAMES = ['', '..', '../x', '/etc/passwd', 'a b', '-x', 'a/b', 'x'.repeat(101), 'ä']
for (const name of NAMES) {
  test(`"${name.slice(0, 20)}" is no name of a baseline`, ({}, info) => {
    expect(() => saveBaseline(info.outputPath(), baseline(name))).toThrow("can't be a baseline's name")
  })
}

const BROKEN: [what: string, text: string, message: RegExp][] = [
  ['half a file', '{"schemaVersion":1,', /main\.json can't be read \(.*JSON.*\)\. Save it anew/],
  ['nothing', '', /can't be read \(.*JSON/],
  ['another version', JSON.stringify({ ...baseline('main'), schemaVersion: 2 }), /\(schemaVersion: /],
  ['no run', JSON.stringify(baseline('main', { runs: [] })), /\(runs: /],
  [
    'a number that JSON has none for',
    JSON.stringify(baseline('main')).replace(/"value":[\d.]+/, '"value":null'),
    /\(runs\.0\.figures\.0\.value: /,
  ],
]
for (const [what, text, message] of BROKEN) {
  test(`a baseline of ${what} is told, and costs the run nothing else`, ({}, info) => {
    const results = info.outputPath()
    mkdirSync(path.join(results, 'baselines'), { recursive: true })
    writeFileSync(path.join(results, 'baselines/main.json'), text)
    expect(() => readBaseline(results, 'main')).toThrow(message)
    for (const name of ['', 'main']) {
      const run = sampleSet({ PERF_BASELINE: name })
      expect(withComparison(run, results)).toEqual({ ...run, notCompared: [expect.stringMatching(message)] })
    }
  })
}

test('a run is compared with the newest of its kind, unless one is named', ({}, info) => {
  const results = info.outputPath()
  const elsewhere = conditionsOf({ ...sample, machine: { ...sample.machine, cores: 64 } })
  saveBaseline(results, baseline('old'))
  saveBaseline(results, baseline('new', { savedAt: '2026-11-27T00:00:00.000Z' }))
  saveBaseline(results, baseline('other', { savedAt: '2026-11-28T00:00:00.000Z', conditions: elsewhere }))
  const comparedWith = (name: string) =>
    withComparison(sampleSet({ PERF_BASELINE: name }), results).comparison
  expect(comparedWith('')?.baseline.name).toBe('new')
  expect(comparedWith('old')?.baseline.name).toBe('old')
  expect(comparedWith('other')?.differences).toHaveLength(1)
})

test('a run is not compared with a newer baseline of other specs', ({}, info) => {
  const results = info.outputPath()
  saveBaseline(results, baseline('perf'))
  const [first] = baselineRunOf(sample).figures
  const figures = first ? [{ ...first, name: 'fleet.startup' }] : []
  const runs = [{ ...baselineRunOf(sample), figures }]
  saveBaseline(results, baseline('fleet', { savedAt: '2026-11-27T00:00:00.000Z', runs }))
  expect(withComparison(sample, results).comparison?.baseline.name).toBe('perf')
  const named = withComparison(sampleSet({ PERF_BASELINE: 'fleet' }), results).comparison
  expect(named?.baseline.name).toBe('fleet')
})

test('no baseline of its kind is no comparison and no problem; one that is named and not there is told', ({}, info) => {
  const results = info.outputPath()
  const unnamed = sampleSet({ PERF_REGRESSION: 'error' })
  expect(withComparison(unnamed, results)).toEqual(unnamed)
  const { notCompared } = withComparison(sampleSet({ PERF_BASELINE: 'main' }), results)
  expect(notCompared).toEqual([
    expect.stringMatching(/^There is no baseline main in .*There is none yet\. Save one/),
  ])
})

test('a figure that got worse fails the run where it is asked to, and only there', ({}, info) => {
  const results = info.outputPath()
  const { id, startedAt, figures } = baselineRunOf(sample)
  const runs = [1, 1.01, 0.99].map((factor, index) => ({
    id: `${id}-${index}`,
    startedAt,
    figures: figures.map(figure => ({ ...figure, value: (figure.value * factor) / 2 })),
  }))
  saveBaseline(results, baseline('main', { runs }))
  for (const level of ['error', 'warn']) {
    const { run, comparison } = withComparison(sampleSet({ PERF_REGRESSION: level }), results)
    expect(comparison?.rows[0]?.verdict).toBe('REGRESSED')
    expect(run.ok).toBe(level === 'warn')
  }
})
