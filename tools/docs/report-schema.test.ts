import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { Measurement } from '../../load/measure/measurement.ts'
import { withPairs } from '../../reports/compare/pairs/with-pairs.ts'
import { catalogueOf } from '../../fixtures/catalogue.ts'
import { fillDeclarations } from '../../reports/stored/declared.ts'
import { rejudge } from '../../reports/stored/rejudge.ts'
import { upgradeReport } from '../../reports/stored/upgrade.ts'
import type { ReportVersion1 } from '../../reports/stored/upgrade.ts'
import { fullReport } from '../../reports/viewer/testing/full-report.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { writeReportSchema } from './report-schema.ts'
import { SCHEMA_FILE, schemaFaults } from './testing/schema-faults.ts'

const root = path.join(import.meta.dirname, '../..')

test('docs/report.schema.json is what `npm run docs` writes', () => {
  expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(writeReportSchema())
})

test('a report is as the schema has it, alone and with all that stands beside a run', () => {
  expect(schemaFaults(sampleReport())).toEqual([])
  const full = fullReport()
  for (const part of ['advice', 'comparison', 'notCompared', 'trend'] as const)
    expect(full).toHaveProperty(part)
  expect(schemaFaults(full)).toEqual([])
})

/** An endpoint of one of two builds, in as many pairs. */
const built = (build: string, endpoint: string, pairs: number, ms: number): Measurement => ({
  metric: 'pairs.api.latency',
  unit: 'ms',
  labels: { build, endpoint, statistic: 'p(50)' },
  window: { startMs: 0, endMs: 1 },
  data: {
    kind: 'samples',
    points: Array.from({ length: pairs }, (_, pair) => ({ atMs: pair, value: ms + pair / 10 })),
  },
  doubts: [],
})

test('a report of two builds is as the schema has it, whatever became of each figure', () => {
  const full = fullReport()
  const measurements = [
    ...full.measurements,
    built('A', 'GET /slower', 10, 20),
    built('B', 'GET /slower', 10, 30),
    built('A', 'GET /few', 3, 20),
    built('B', 'GET /few', 3, 30),
    built('A', 'GET /gone', 10, 20),
  ]
  const report = withPairs({ ...full, measurements })
  expect(report.pairs?.rows.map(({ verdict }) => verdict)).toEqual([
    'REGRESSED',
    'CANNOT_TELL',
    'NOT_COMPARABLE',
  ])
  expect(schemaFaults(report)).toEqual([])
  const [first] = report.pairs?.rows ?? []
  const faulty = { ...report, pairs: { ...report.pairs, rows: [{ ...first, pValue: 'small' }] } }
  expect(schemaFaults(faulty)).toEqual(['/pairs/rows/0/pValue must be number'])
})

test('a real run of version 1, brought up to date and judged anew, is as the schema has it', () => {
  const stored = gunzipSync(readFileSync(path.join(root, 'reports/stored/testing/report-v1.json.gz')))
  const old = upgradeReport(JSON.parse(stored.toString()) as ReportVersion1)
  const { report } = rejudge({ notAsked: [], ...old })
  const filled = fillDeclarations(report, catalogueOf({}).declarations)
  expect(schemaFaults(filled)).toEqual([])
})

test('what is no report is told by its place', () => {
  const report = sampleReport()
  const [first] = report.judgements
  const faulty: [what: object, place: string][] = [
    [{ ...report, schemaVersion: 1 }, '/schemaVersion must be equal to constant'],
    [{ ...report, judgements: undefined }, " must have required property 'judgements'"],
    [{ ...report, more: 1 }, ' must NOT have additional properties'],
    [{ ...report, judgements: [{ ...first, n: null }] }, '/judgements/0/n must be number'],
    [
      { ...report, judgements: [{ ...first, verdict: 'GOOD' }] },
      '/judgements/0/verdict must be equal to one of the allowed values',
    ],
  ]
  for (const [document, fault] of faulty) expect(schemaFaults(document)).toEqual([fault])
})
