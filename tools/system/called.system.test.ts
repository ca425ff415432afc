import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { outerEnvironment, runSuite } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

const root = path.join(import.meta.dirname, '../..')
const cli = path.join(root, 'node_modules/@playwright/test/cli.js')

test('a list of the specs, asked from another folder, writes nothing and starts no target', ({}, info) => {
  const marks = info.outputPath('marks.txt')
  const target = writeTarget(
    info,
    `start: () => mark('started')`,
    `import { appendFileSync } from 'node:fs'
const mark = what => appendFileSync(${JSON.stringify(marks)}, what + '\\n')
mark('loaded')`,
  )
  const elsewhere = info.outputPath('elsewhere')
  const results = info.outputPath('results')
  mkdirSync(elsewhere)
  const args = ['test', '-c', path.join(root, 'playwright.config.ts'), '--project=perf', '--list']
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], {
    cwd: elsewhere,
    env: { ...outerEnvironment(), PERF_RESULTS: results, PERF_TARGET: target },
    encoding: 'utf8',
  })
  expect(stdout).toMatch(/page-load\.spec\.ts[\s\S]*Total: \d+ tests in \d+ files/)
  expect(stdout).not.toMatch(/NO_DATA|PASSED/)
  expect(status).toBe(0)
  expect(existsSync(results)).toBe(false)
  expect(readdirSync(elsewhere)).toEqual([])
  // Once: it is no other process's affair.
  expect(readFileSync(marks, 'utf8')).toBe('loaded\n')
})

test('beside a reporter of the command line the run is judged and reported, and standard output is that reporter’s', async ({}, info) => {
  const json = info.outputPath('playwright.json')
  const args = ['e2e/dashboard/page-load.spec.ts', '-g', 'empty cache', '--reporter=json', '--repeat-each=2']
  const settings = { PERF_VISITS: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: json }
  const run = await runSuite(info.outputPath(), args, settings)
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ stats: { unexpected: 2 } })
  expect(run.report?.steps).toHaveLength(2)
  expect(run.report?.judgements.find(({ name }) => name === 'dashboard.ready.cold')).toMatchObject({ n: 2 })
  expect(run.output).toMatch(/NOT PASSED/)
  expect(run.code).not.toBe(0)
})
