import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import type { RunReport } from '../../reports/run-report.ts'
import { outerEnvironment, runSuite } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const of = (module: string): string => JSON.stringify(pathToFileURL(path.join(root, 'fixtures', module)).href)

/** Of so many visits each shard tells, of the first one's the picture. */
const VISITS = 20

/** What each shard's visits take: half of all within the limit of 2 s, half beyond. */
const SHARDS_MS = [100, 3000] as const

const specOf = (ms: number, picture: string): string => `import { writeFileSync } from 'node:fs'
import { answers, test } from ${of('index.ts')}
test('visits of ${ms} ms', answers('dashboard.ready.cold'), async ({ lab }, info) => {
  const now = Date.now()
  for (let visit = 0; visit < ${VISITS}; visit++) lab.sample('dashboard.ready', 'ms', ${ms}, { cache: 'cold' }, now + visit)
  const file = info.outputPath('page.jpg')
  writeFileSync(file, '${picture}')
  await lab.keepPicture('home', file)
})`

/** @returns the file of a configuration whose two specs are one a shard */
function writeProject(info: TestInfo, baseURL: string): string {
  const specs = info.outputPath('specs')
  mkdirSync(specs)
  for (const [index, ms] of SHARDS_MS.entries())
    writeFileSync(path.join(specs, `${index}.spec.ts`), specOf(ms, `picture ${index}`))
  const target = info.outputPath('target.ts')
  writeFileSync(
    target,
    `export default { name: 'home', baseURL: '${baseURL}', pages: [{ name: 'home', path: '/', ready: 'body' }] }`,
  )
  const config = info.outputPath('playwright.config.ts')
  writeFileSync(
    config,
    `import { defineFleetmarkConfig } from ${of('config.ts')}
const project = { name: 'own', testDir: ${JSON.stringify(specs)} }
export default await defineFleetmarkConfig({ settings: { PERF_TARGET: ${JSON.stringify(target)} }, projects: [project] })`,
  )
  return config
}

/** Merges the blob reports of a folder, as a user does. */
async function merge(config: string, blobs: string, results: string) {
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
  const env = { ...outerEnvironment(), PERF_RESULTS: results }
  const ended = await promisify(execFile)(process.execPath, [cli, 'merge-reports', '-c', config, blobs], {
    cwd: root,
    env,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )
  const file = path.join(results, 'latest/report.json')
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunReport) : undefined
  return { ...ended, report }
}

const server = createServer((_request, response) => response.end('ok'))
test.beforeAll(() => new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve)))
test.afterAll(() => server.close())

// Playwright is started four times: two shards, and two merges of them.
test('shards that are merged are one run: values pooled, files kept, and the exit code that of the verdict', async ({}, info) => {
  const config = writeProject(info, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const blobs = info.outputPath('blobs')
  mkdirSync(blobs)
  for (const [index] of SHARDS_MS.entries()) {
    const shard = `${index + 1}/2`
    const folder = info.outputPath(`shard-${index}`)
    const { code, output } = await runSuite(
      folder,
      ['-c', config, `--shard=${shard}`, '--reporter=blob'],
      { PLAYWRIGHT_BLOB_OUTPUT_FILE: path.join(blobs, `${index}.zip`) },
      'own',
    )
    expect([index, code], output).toEqual([index, index])
    // What a shard leaves is on a machine of its own, and its blob report is all that is brought from there.
    rmSync(folder, { recursive: true })
  }

  const { code, output, report } = await merge(config, blobs, info.outputPath('merged'))
  expect(report?.judgements, output).toMatchObject([
    { name: 'dashboard.ready.cold', verdict: 'FAIL', n: 2 * VISITS, observed: 3000 },
  ])
  expect([code, report?.run.ok]).toEqual([1, false])
  expect(output).toContain('Exit code 1')
  expect(report?.shards?.map(({ shard, machine }) => [shard, machine.cpu])).toEqual([
    ['1/2', report?.machine.cpu],
    ['2/2', report?.machine.cpu],
  ])
  const pictures = report?.pictures?.map(({ file }) =>
    readFileSync(info.outputPath('merged/latest', file), 'utf8'),
  )
  expect(pictures).toEqual(['picture 0', 'picture 1'])

  const [first = ''] = readdirSync(blobs).toSorted()
  const alone = info.outputPath('alone')
  mkdirSync(alone)
  renameSync(path.join(blobs, first), path.join(alone, first))
  const lacking = await merge(config, alone, info.outputPath('lacking'))
  expect(lacking.report?.judgements).toMatchObject([{ verdict: 'PASS', n: VISITS, observed: 100 }])
  expect(lacking.code, 'half a run is no run').toBe(1)
  expect(lacking.report?.errors).toEqual([
    'A shard is missing: 2/2. Put the blob report of every shard into the folder that is merged.',
  ])
})
