import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { writeRun } from '../../reports/run-folder.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { outerEnvironment } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const NO_SCREEN = { CI: '', DISPLAY: '', WAYLAND_DISPLAY: '' }

const run = (words: string[], env: Record<string, string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/report/report.ts', ...words], {
    cwd: root,
    env: { ...outerEnvironment(), ...NO_SCREEN, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('the path of the latest page is printed where there is no screen', ({}, info) => {
  const results = info.outputPath()
  const { folder } = writeRun(results, sampleReport(), [])
  expect(run([], { PERF_RESULTS: results })).toEqual({
    status: 0,
    stdout: `${path.join(results, 'latest/index.html')}\n`,
    stderr: '',
  })
  expect(run([folder], {}).stdout).toBe(`${path.join(folder, 'index.html')}\n`)
})

test('where there is a screen, the page is opened in the browser', async ({}, info) => {
  const scratch = info.outputPath()
  const { folder } = writeRun(scratch, sampleReport(), [])
  const opened = info.outputPath('opened')
  const browser = info.outputPath('browser')
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > ${opened}.tmp && mv ${opened}.tmp ${opened}\n`)
  chmodSync(browser, 0o755)
  // What xdg-open starts where there is a display and no desktop with programs of its own.
  const noDesktop = {
    XDG_DATA_DIRS: scratch,
    XDG_DATA_HOME: scratch,
    XDG_CONFIG_DIRS: scratch,
    XDG_CONFIG_HOME: scratch,
  }
  expect(run([folder], { ...noDesktop, DISPLAY: ':0', BROWSER: browser }).status).toBe(0)
  await expect.poll(() => existsSync(opened), { timeout: 30_000 }).toBe(true)
  expect(readFileSync(opened, 'utf8')).toContain(path.join(folder, 'index.html'))
})

test('page and exports are made anew from report.json, which stays as it is', ({}, info) => {
  const { folder } = writeRun(info.outputPath(), sampleReport(), [])
  const document = readFileSync(path.join(folder, 'report.json'), 'utf8')
  const files = ['index.html', 'junit.xml', 'metrics.om', 'summary.md', 'samples']
  const before = readFileSync(path.join(folder, 'summary.md'), 'utf8')
  for (const file of files) rmSync(path.join(folder, file), { recursive: true })
  expect(run([folder], {})).toMatchObject({ status: 0, stderr: '' })
  for (const file of files) expect(existsSync(path.join(folder, file))).toBe(true)
  writeFileSync(path.join(folder, 'summary.md'), 'old')
  expect(run(['--make', folder], {})).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(path.join(folder, 'summary.md'), 'utf8')).toBe(before)
  expect(readFileSync(path.join(folder, 'report.json'), 'utf8')).toBe(document)
})

test('a report of version 1 is drawn anew', ({}, info) => {
  const stored = path.join(root, 'reports/stored/testing/report-v1.json.gz')
  const folder = info.outputPath('run')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'report.json'), gunzipSync(readFileSync(stored)))
  expect(run([folder], {})).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(path.join(folder, 'index.html'), 'utf8')).toContain('"schemaVersion":2')
})

test('a folder without a run, and a document of another version, are told in a sentence', ({}, info) => {
  const empty = info.outputPath('empty')
  const killed = info.outputPath('killed')
  const newer = info.outputPath('newer')
  for (const folder of [empty, killed, newer]) mkdirSync(folder)
  writeFileSync(path.join(killed, 'parts.ndjson'), '')
  writeFileSync(path.join(newer, 'report.json'), '{"schemaVersion":99}')
  const refused: [words: string[], env: Record<string, string>, message: string][] = [
    [['gone'], {}, 'There is no folder gone: name the folder of a run'],
    [[], { PERF_RESULTS: empty }, 'measure first: npm run perf.'],
    [[empty], {}, `${empty} has no report.json and no index.html`],
    [[killed], {}, `ended without a report. Make it of what was measured: npm run judge -- ${killed}`],
    [[newer], {}, 'is of schema version 99, and this Fleetmark reads 1 and 2'],
  ]
  for (const [words, env, message] of refused) {
    const { status, stderr, stdout } = run(words, env)
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  }
})
