import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { quickSlos } from '../../fixtures/slos/quick.ts'
import { slos } from '../../fixtures/slos/slos.ts'
import type { Slo } from '../../reports/judge/slo.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { outerEnvironment } from '../system/run-suite.ts'

function judge(info: TestInfo, report: RunReport, ...args: string[]) {
  writeFileSync(info.outputPath('report.json'), JSON.stringify(report))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(import.meta.dirname, 'judge.ts'), ...args, info.outputPath()],
    { encoding: 'utf8', env: outerEnvironment() },
  )
  return { status, stdout, stderr }
}

test('a run is not judged by the SLOs of another target', async ({}, info) => {
  const report = sampleReport()
  report.target.name = 'staging'
  expect(judge(info, report, '--current')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^The run is of "staging", and PERF_TARGET names "[^"]+": set it to the file/,
    ),
  })
})

test('SLOs have changed since a run where its rules are not those of today, and a quick run has its own', async ({}, info) => {
  const changed = 'The SLOs have changed since the run'
  const toldOf = (own: readonly Slo[], settings: Record<string, string>): boolean => {
    const report = { ...sampleReport(), slos: [...own], measurements: [], judgements: [] }
    return judge(info, { ...report, run: { ...report.run, settings } }).stdout.includes(changed)
  }
  expect(toldOf(slos, {})).toBe(false)
  expect(toldOf(quickSlos(slos, {}), { PERF_QUICK: '1' })).toBe(false)
  expect(toldOf(quickSlos(slos, {}), {})).toBe(true)
})
