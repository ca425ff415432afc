import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { FullResult } from '@playwright/test/reporter'
import type { Measurement } from '../load/measure/measurement.ts'
import { writeCalibration } from './calibration/calibration-file.ts'
import { SLOS_NOT_MET } from './evidence-attachment.ts'
import type { Attached } from './evidence-attachment.ts'
import { exampleMeasurement, samplesOf, times } from './judge/testing/example-evidence.ts'
import { describeMachine } from './machine.ts'
import { shardKey } from './shards.ts'
import type { ShardFacts } from './shards.ts'
import { play as playTo, PLAYED_AT_MS } from './testing/play-run.ts'
import type { Played } from './testing/play-run.ts'
import { sampleCalibration } from './viewer/testing/sample-calibration.ts'

let scratch = ''
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'reporter-'))
})
test.afterEach(() => {
  rmSync(scratch, { recursive: true })
})

const play = (
  specs: Played[],
  status: FullResult['status'] = 'passed',
  given: Partial<Parameters<typeof playTo>[2]> = {},
): ReturnType<typeof playTo> => playTo(specs, status, { results: scratch, ...given })

const taken = (metric: string, value: number): Attached => {
  const measurement: Measurement = { ...exampleMeasurement(samplesOf(times(20, value))), metric }
  return { kind: 'measurement', measurement }
}

test('a run whose report can not be made has failed, and says how it is made of what was measured', async () => {
  const broken = { kind: 'samples' } as unknown as Measurement['data']
  const attached: Attached[] = [
    { kind: 'measurement', measurement: { ...exampleMeasurement(broken), metric: 'ready' } },
  ]
  const { status, report, printed } = await play([{ title: 'opens', slos: ['ready'], attached }])
  expect(status).toBe('failed')
  expect(report).toBeUndefined()
  expect(printed).toContain('The run was measured, and its report could not be made: TypeError')
  expect(printed).toContain(`npm run judge -- ${path.join(scratch, '20261121T174606Z')}`)
})

test('a reporter that the command line names leaves the run to the one that has options', async () => {
  const specs: Played[] = [{ title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] }]
  expect(await play(specs, 'passed', { isNamed: true })).toEqual({ printed: '' })
})

test('a run whose SLOs all hold stays passed and leaves its report', async () => {
  const context: Attached = { kind: 'context', browser: 'Chromium 1', baseURL: 'http://127.0.0.1:1' }
  const { status, report, printed } = await play([
    { title: 'opens', slos: ['ready'], attached: [context, taken('ready', 100)] },
  ])
  expect(status).toBeUndefined()
  expect(report?.run).toMatchObject({
    ok: true,
    status: 'complete',
    settings: { PERF_AGENTS: '10' },
  })
  expect(report?.seeds).toEqual({ bootstrap: 1 })
  expect(report?.slos.map(({ id }) => id)).toEqual(['ready'])
  expect(report?.slosHash).toMatch(/^[0-9a-f]{12}$/)
  expect(report?.machine.fingerprint).toMatch(/^[0-9a-f]{12}$/)
  expect(report?.target).toEqual({ name: 'example', overrides: [], baseURL: 'http://127.0.0.1:1' })
  expect(report?.machine.browser).toBe('Chromium 1')
  expect(report?.judgements.map(one => [one.id, one.verdict])).toEqual([['ready', 'PASS']])
  expect(report?.steps).toEqual([
    {
      name: 'opens',
      file: path.join('e2e', 'one.spec.ts'),
      startMs: 1_763_733_600_000,
      endMs: 1_763_733_601_500,
      outcome: 'completed',
    },
  ])
  expect(printed).toMatch(/^PASSED +The one required SLO passed: API latency 100 ms \(limit 200 ms\)\.$/m)
  expect(printed).toContain('index.html')
})

test('SLOs that no selected spec answers are not asked', async () => {
  const { report } = await play([
    { title: 'opens', slos: ['latency'], attached: [taken('latency', 100), taken('other', 900)] },
  ])
  expect(report?.judgements.map(one => one.id)).toEqual(['latency'])
  expect(report?.run.ok).toBe(true)
})

test('the judge has the last word: a run that Playwright passed fails when an SLO asked for has no data', async () => {
  const { status, report } = await play([{ title: 'opens', slos: ['ready'] }])
  expect(status).toBe('failed')
  expect(report?.run).toMatchObject({ ok: false, status: 'complete', counts: { NO_DATA: 1 } })
})

test('a spec whose SLOs are not met has run to its end', async () => {
  const errors = [{ message: `Error: \u001B[31m${SLOS_NOT_MET}\u001B[39m: ready is 900 ms` }]
  const { status, report } = await play(
    [{ title: 'opens', slos: ['ready'], status: 'failed', errors, attached: [taken('ready', 900)] }],
    'failed',
  )
  expect(status).toBeUndefined()
  expect(report?.steps[0]).toMatchObject({ outcome: 'completed' })
  expect(report?.steps[0]).not.toHaveProperty('message')
  expect(report?.run).toMatchObject({ ok: false, status: 'complete', counts: { FAIL: 1 } })
})

test('the judge has the last word: what one spec lacks and another has measured passes, where nothing else failed', async () => {
  const lacking: Played = {
    title: 'breaks nothing',
    slos: ['ready'],
    status: 'failed',
    errors: [{ message: `Error: ${SLOS_NOT_MET}: NO_DATA ready` }],
  }
  const whole: Played = { title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] }
  const { status, report, printed } = await play([whole, lacking], 'failed')
  expect([status, report?.run.ok]).toEqual(['passed', true])
  expect(printed).toMatch(/^Exit code 0$/m)
  // What is none of the run's specs has its place in the exit code too.
  const setUp: Played = {
    title: 'starts',
    project: 'set up',
    status: 'failed',
    errors: [{ message: 'no target' }],
  }
  const unset = await play([setUp, whole, lacking], 'failed')
  expect([unset.status, unset.report?.run.ok]).toEqual([undefined, true])
  expect(unset.printed).toMatch(/^Exit code 1$/m)
})

test('a spec that failed leaves its message, and what it had measured', async () => {
  const errors = [{ message: 'Error: \u001B[31mthe page did not open\u001B[39m' }]
  const { report } = await play(
    [
      {
        title: 'opens',
        slos: ['ready', 'latency'],
        status: 'failed',
        errors,
        attached: [taken('ready', 100)],
      },
      { title: 'hangs', status: 'timedOut' },
    ],
    'failed',
  )
  expect(report?.steps.map(one => [one.outcome, one.message])).toEqual([
    ['failed', 'the page did not open'],
    ['failed', undefined],
  ])
  expect(report?.run).toMatchObject({ ok: false, status: 'failed' })
  expect(report?.judgements.map(one => one.verdict)).toEqual(['PASS', 'NO_DATA'])
})

test('an interrupted run leaves what was measured before', async () => {
  const { report, printed } = await play(
    [
      { title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] },
      { title: 'stopped', slos: ['latency'], status: 'interrupted' },
      { title: 'never began', slos: ['other'], unplayed: true },
    ],
    'interrupted',
  )
  expect(report?.run).toMatchObject({ ok: false, status: 'interrupted' })
  expect(report?.steps.map(one => one.outcome)).toEqual(['completed', 'interrupted'])
  expect(report?.judgements.map(one => one.verdict)).toEqual(['PASS', 'NO_DATA', 'NO_DATA'])
  expect(printed).toContain('The run was interrupted')
})

test('a skipped spec says why', async () => {
  const { report } = await play([{ title: 'audits', status: 'skipped', skipped: 'no Chromium found' }])
  expect(report?.steps[0]).toMatchObject({ outcome: 'skipped', message: 'no Chromium found' })
})

test('an error that belongs to no spec is in the report, and the run has failed', async () => {
  const spec = { title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] }
  const { status, report } = await play([spec], 'passed', { error: { message: 'Error: no space left' } })
  expect(report?.errors).toEqual(['no space left'])
  expect(report?.run.status).toBe('failed')
  expect(status).toBe('failed')
})

test('what a process left in the record before it ended itself is in the report, once', async () => {
  const told = 'The target\'s "login" has not returned for 30 s.'
  const left = JSON.stringify({ kind: 'error', text: told })
  const spec: Played = {
    title: 'opens',
    slos: ['ready'],
    status: 'failed',
    errors: [{ message: 'it exited' }],
  }
  const { report } = await play([spec], 'failed', { left, error: { message: 'unknown' } })
  expect(report).toMatchObject({ run: { ok: false }, errors: ['unknown', told] })
})

test('a run that is merged of shards took until the last of them ended', async () => {
  const facts: ShardFacts = {
    machine: describeMachine('none'),
    target: 'example',
    fleetmark: '0.0.0',
    settings: {},
  }
  const { report } = await play(
    [{ title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] }],
    'passed',
    {
      metadata: { [shardKey('1/1')]: facts },
    },
  )
  expect(report?.run.startedAt).toBe(new Date(PLAYED_AT_MS).toISOString())
  expect(report?.run.endedAt).toBe(new Date(PLAYED_AT_MS + 1500).toISOString())
})

test('a run of other projects leaves nothing', async () => {
  const { status, report, printed } = await play([{ title: 'a unit', project: 'unit', slos: ['ready'] }])
  expect([status, report, printed]).toEqual([undefined, undefined, ''])
})

test('a Lighthouse report is kept beside ours', async () => {
  const html = path.join(scratch, 'audit.html')
  writeFileSync(html, 'audit')
  const audit = {
    page: 'home',
    formFactor: 'mobile' as const,
    throttling: 'simulate' as const,
    scores: {},
    runs: 3,
    warnings: [],
  }
  const { report } = await play([
    { title: 'audits', attached: [{ kind: 'lighthouse', audit, file: html, attachment: 'audit' }] },
  ])
  expect(report?.lighthouse).toEqual([{ ...audit, file: 'lighthouse/home-mobile.html' }])
  expect(readFileSync(path.join(scratch, 'latest/lighthouse/home-mobile.html'), 'utf8')).toBe('audit')
})

test('results that cannot be written fail the run with the remedy, and are kept elsewhere', async () => {
  const file = path.join(scratch, 'a-file')
  writeFileSync(file, '')
  const spec = { title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] }
  const { status, printed } = await play([spec], 'passed', { results: path.join(file, 'results') })
  expect(status).toBe('failed')
  expect(printed).toContain('set PERF_RESULTS to a folder that can be written')
  const folder = /The report is in (\S+) instead/.exec(printed)?.[1] ?? ''
  expect(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8'))).toMatchObject({
    run: { ok: true },
  })
  rmSync(folder, { recursive: true })
})

test('the last calibration goes into the report, and is silent when it is right', async () => {
  const calibration = sampleCalibration(describeMachine('Chromium 1'), Date.UTC(2026, 10, 21))
  writeCalibration(scratch, calibration)
  const context: Attached = { kind: 'context', browser: 'Chromium 1', baseURL: 'http://127.0.0.1:1' }
  const spec = { title: 'opens', slos: ['ready'], attached: [context, taken('ready', 100)] }
  const { report, printed } = await play([spec])
  expect(report?.calibration).toEqual(calibration)
  expect(printed).not.toContain('calibrate')
})

test('a calibration that cannot be read is said, and costs the run nothing', async () => {
  writeFileSync(path.join(scratch, 'calibration.json'), '{')
  const spec = { title: 'opens', slos: ['ready'], attached: [taken('ready', 100)] }
  const { status, report, printed } = await play([spec])
  expect(status).toBeUndefined()
  expect(report).not.toHaveProperty('calibration')
  expect(printed).toMatch(/calibration\.json can't be read/)
  expect(printed).toContain('Not calibrated on this machine')
})
