import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
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
