import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { RunReport } from '../../reports/run-report.ts'
import { measurementOf } from './measurement-of.ts'
import { judgementOf, runSuite, sharedRun } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

const root = path.join(import.meta.dirname, '../..')
const cold = ['e2e/dashboard/page-load.spec.ts', '-g', 'empty cache']

// Each starts Playwright for what no unit test shows: that what was thrown reaches the console, the report and the exit code.
test('all settings that are wrong are refused at once, each with its value and the remedy', async ({}, info) => {
  const wrong = { PERF_BASE_URL: 'nowhere', PERF_AGENT: '5', PERF_USERS: '0', PERF_RATE: '-1' }
  const run = await runSuite(info.outputPath(), cold, wrong)
  expect(run.output).toMatch(/PERF_BASE_URL=nowhere: write a URL such as http:/)
  expect(run.output).toMatch(/PERF_AGENT: no such setting, did you mean PERF_AGENTS\?/)
  expect(run.output).toMatch(/PERF_USERS=0: .*\n.*PERF_RATE=-1: /)
  expect(run.code).not.toBe(0)
})

test('a target that does not answer leaves a report without data and says what to do', async ({}, info) => {
  const message = /The target at http:\/\/127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)\. Start it/
  const run = await runSuite(info.outputPath(), cold, { PERF_BASE_URL: 'http://127.0.0.1:1' })
  expect(run.output).toMatch(message)
  expect(run.report?.steps[0]?.message).toMatch(message)
  expect(judgementOf(run, 'dashboard.ready.cold')).toMatchObject({ verdict: 'NO_DATA' })
  expect(run.report?.run.status).toBe('failed')
  expect(run.code).not.toBe(0)
})

test('a socket that refuses is counted by cause, and what was measured stays in the report', async ({}, info) => {
  const realtime = `{ ...reference.realtime, agent: { ...reference.realtime.agent, path: () => '/ws/nowhere' } }`
  const run = await runSuite(info.outputPath(), ['e2e/realtime/fleet.spec.ts'], {
    PERF_TARGET: writeTarget(info, `pages: undefined, realtime: ${realtime}`),
    PERF_RATE: '20',
  })
  const connects = run.report?.measurements.find(
    one => one.metric === 'realtime.connect' && one.labels['side'] === 'agent',
  )
  expect(connects?.data).toMatchObject({ kind: 'tally', total: 100, bad: 100, causes: { 'status 404': 100 } })
  expect(judgementOf(run, 'realtime.latency').verdict).not.toBe('PASS')
  expect(run.code).not.toBe(0)
})

// A page that is never ready is waited for in vain: 10 s, in which also the slowest of the requests is answered.
const inVain = sharedRun(async info => {
  const target = writeTarget(
    info,
    `login: undefined, messages: undefined, skills: undefined,
    pages: [{ name: 'sign-in', path: '/login', ready: '#never' }],
    endpoints: [
      { name: 'page', method: 'GET', path: '/' },
      { name: 'agents', method: 'GET', path: '/api/agents' },
      { name: 'status', method: 'GET', path: '/healthz', expect: { status: [202] } },
      { name: 'body', method: 'GET', path: '/healthz', expect: { contains: 'all is well' } },
    ]`,
  )
  const specs = ['e2e/api/latency.spec.ts', 'e2e/dashboard/page-load.spec.ts']
  const run = await runSuite(info.outputPath(), [...specs, '-g', 'steady load|empty cache'], {
    PERF_TARGET: target,
    // A FAIL that is sure needs few requests.
    PERF_API_DURATION: '5',
    PERF_TIMEOUT: '10',
    PERF_RESULTS: '/dev/null/results',
  })
  const page = /^Report {2}(.*fleetmark-.*index\.html)$/m.exec(run.output)?.[1]
  if (page === undefined) throw new Error(`It tells of no report:\n${run.output}`)
  const folder = path.dirname(path.resolve(root, page))
  const report = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as RunReport
  return { ...run, results: folder, report }
})

test('a results folder that cannot be written costs no measurement', async ({}, info) => {
  const run = await inVain(info)
  expect(run.output).toMatch(/The results folder \/dev\/null\/results can't be written .* set PERF_RESULTS/)
  expect(run.report?.measurements.length, run.output).toBeGreaterThan(0)
  expect(run.code).not.toBe(0)
})

test('requests that fail are explained, with an example of each kind', async ({}, info) => {
  const run = await inVain(info)
  const expected: [endpoint: string, cause: string, sentence: string][] = [
    ['page', 'status 302', 'Fleetmark does not follow redirects'],
    ['agents', 'status 401', 'The endpoint needs a sign-in. Give the target a `login`'],
    ['status', 'check: status 200, not 202', 'is not what the endpoint expects: status 200, not 202'],
    ['body', 'check: body lacks "all is well"', 'body lacks "all is well"'],
  ]
  const summary = readFileSync(path.join(run.results, 'summary.md'), 'utf8').replaceAll(/\s+/g, ' ')
  for (const [endpoint, cause, sentence] of expected) {
    expect(judgementOf(run, `api.errors (${endpoint})`)).toMatchObject({ verdict: 'FAIL' })
    const { data } = measurementOf(run, 'api.errors', { endpoint })
    if (data.kind !== 'tally') throw new Error('It is a tally.')
    expect(Object.keys(data.causes)).toEqual([cause])
    expect(data.examples?.[cause]).toMatch(/^X-Perf-Seq [0-9a-f]{6}-\d+: ./)
    expect(summary).toContain(sentence)
  }
})

test('a page that never gets ready says what it shows', async ({}, info) => {
  const run = await inVain(info)
  expect(run.output).toMatch(
    /was not ready within 10000 ms: 0 elements match, the page is visible and reads ".*Username/,
  )
  expect(run.code).not.toBe(0)
})
