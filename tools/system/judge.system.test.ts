import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { ExampleRun } from '../../reports/live/testing/example-run.ts'
import { runOf, sloOf, times } from '../../reports/advice/testing/example-run.ts'
import { holdToBaseline } from '../../reports/compare/hold-to-baseline.ts'
import { fillFolder } from '../../reports/run-folder.ts'
import { readHistory } from '../../reports/trend/history-file.ts'
import { outerEnvironment } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const stored = path.join(root, 'reports/stored/testing/report-v1.json.gz')

test('a run from elsewhere is judged without its environment, and nothing that it names is loaded', ({}, info) => {
  const mark = info.outputPath('loaded')
  const evil = info.outputPath('evil.mts')
  writeFileSync(
    evil,
    `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\nexport default {}\n`,
  )
  const report = JSON.parse(gunzipSync(readFileSync(stored)).toString()) as {
    run: { settings: Record<string, string> }
  }
  report.run.settings['PERF_TARGET'] = evil
  const run = info.outputPath('run')
  mkdirSync(run)
  writeFileSync(path.join(run, 'report.json'), JSON.stringify(report))
  // An environment of the one who judges that can't be used is not asked for.
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/judge/judge.ts', run], {
    cwd: root,
    env: { ...outerEnvironment(), PERF_ENV: 'nowhere' },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/All \d+ judgements equal those of the run/)
  expect([0, 1]).toContain(status)
  expect(readFileSync(path.join(run, 'index.html'), 'utf8')).toContain('"schemaVersion":2')
  expect(JSON.parse(readFileSync(path.join(run, 'report.json'), 'utf8'))).toEqual(report)
  expect(existsSync(path.join(run, '../history.ndjson'))).toBe(false)
  expect(existsSync(mark)).toBe(false)
})

test('a run that ended without a report has one made, and stands among the earlier runs', ({}, info) => {
  mkdirSync(info.outputPath(), { recursive: true })
  const run = new ExampleRun(info.outputPath())
  run.begin('a')
  run.record('a', 20)
  const { stdout, status } = spawnSync(process.execPath, ['tools/judge/judge.ts', run.folder], {
    cwd: root,
    env: outerEnvironment(),
    encoding: 'utf8',
  })
  expect(stdout).toContain('The run ended without a report: it is made of what was measured until')
  expect(status).toBe(1)
  expect(readHistory(info.outputPath())).toMatchObject({ runs: [{ run: 'run' }], problems: [] })
})

test('a run that its baseline failed stays failed when it is judged again', ({}, info) => {
  const measured = runOf([sloOf('api.latency', 'p(95)<200')], [times('api.latency', {}, () => 84)], {
    settings: { PERF_REGRESSION: 'error', PERF_BASELINE: 'main' },
  })
  expect(measured.run.ok).toBe(true)
  const failed = holdToBaseline({ ...measured, notCompared: ['There is no baseline main.'] })
  const folder = info.outputPath('run')
  mkdirSync(folder, { recursive: true })
  expect(fillFolder(folder, failed, [])).toEqual([])
  const kept = ['summary.md', 'junit.xml'].map(name => readFileSync(path.join(folder, name), 'utf8'))
  const { stdout, status } = spawnSync(process.execPath, ['tools/judge/judge.ts', folder], {
    cwd: root,
    env: outerEnvironment(),
    encoding: 'utf8',
  })
  expect(stdout).toContain('NOT PASSED The run is compared with nothing, which fails this run')
  expect(stdout).toContain('The judgement equals that of the run, byte for byte')
  expect(status).toBe(1)
  const again = ['summary.md', 'junit.xml'].map(name => readFileSync(path.join(folder, name), 'utf8'))
  expect(again).toEqual(kept)
})
