import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { exampleMeasurement, samplesOf } from '../judge/testing/example-evidence.ts'
import { rejudge } from './rejudge.ts'
import { upgradeReport } from './upgrade.ts'
import type { ReportVersion1 } from './upgrade.ts'

/** What release 0.1.0 wrote of a short run: every kind of data, verdicts and doubts. */
const old = JSON.parse(
  gunzipSync(readFileSync(path.join(import.meta.dirname, 'testing/report-v1.json.gz'))).toString(),
) as ReportVersion1

test('a report of version 1 is judged byte for byte as it was', () => {
  const upgraded = upgradeReport(old)
  const { report, changed } = rejudge(upgraded)
  expect(changed).toEqual([])
  expect(report.run.counts).toEqual({ PASS: 18, FAIL: 0, INCONCLUSIVE: 30, NO_DATA: 0, INVALID: 3 })
  const told = ({ verdict, confidence, observed, n, nEff, parts, doubts }: (typeof old.judgements)[number]) =>
    JSON.stringify([verdict, confidence, observed, n, nEff, parts, doubts])
  expect(report.judgements.map(told)).toEqual(old.judgements.map(told))
})

test('phases of version 1 are the steps of the run', () => {
  const upgraded = upgradeReport(old)
  expect(upgraded.schemaVersion).toBe(2)
  expect(upgraded.steps).toEqual(old.phases)
  expect(upgraded).not.toHaveProperty('phases')
})

test('the label phase is the stage of the load, everywhere, and "even" is "steady"', () => {
  const { measurements, curves, slos, judgements } = upgradeReport(old)
  const labels = [...measurements, ...curves, ...judgements].map(one => one.labels)
  for (const one of [...labels, ...slos.map(({ where }) => where ?? {})])
    expect(one).not.toHaveProperty('phase')
  expect(new Set(measurements.flatMap(one => one.labels['stage'] ?? []))).toEqual(
    new Set(['steady', 'together', 'drop', 'limit', 'polling']),
  )
  expect(slos.find(({ id }) => id === 'realtime.latency')?.where).toEqual({ stage: 'steady' })
})

test('metrics by phase are metrics by stage', () => {
  const measurement = exampleMeasurement(samplesOf([1]), {
    metric: 'shape.phase.latency',
    labels: { shape: 'spike', phase: 'after' },
  })
  const [upgraded] = upgradeReport({ ...old, measurements: [measurement] }).measurements
  expect(upgraded).toEqual({
    ...measurement,
    metric: 'shape.stage.latency',
    labels: { shape: 'spike', stage: 'after' },
  })
})
