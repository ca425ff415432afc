import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { Judgement } from '../../reports/judge/slo.ts'
import { readReport, rejudge } from '../../reports/rejudge.ts'
import { upgradeReport } from '../../reports/upgrade.ts'
import type { ReportVersion1 } from '../../reports/upgrade.ts'

/** A report of the first release, as it lay on the disk. */
const document = gunzipSync(
  readFileSync(path.join(import.meta.dirname, 'testing/report-v1.json.gz')),
).toString()

let folder = ''
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'report-v1-'))
})
test.afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** All but the sentence, which is in the words of the release. */
const wordless = (judgements: readonly Judgement[]): string =>
  JSON.stringify(judgements.map(one => ({ ...one, because: '' })))

test('a report of the first release is judged byte for byte as that release judged it', () => {
  writeFileSync(path.join(folder, 'report.json'), document)
  const { report, changed } = rejudge(readReport(folder))
  expect(changed).toEqual([])
  expect(report.judgements).toHaveLength(51)
  // The labels are in today's words: `stage` was `phase`.
  const before = upgradeReport(JSON.parse(document) as ReportVersion1).judgements
  expect(wordless(report.judgements)).toBe(wordless(before))
})
