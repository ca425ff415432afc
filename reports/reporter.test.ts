import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type {
  FullConfig,
  FullProject,
  FullResult,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import type { Measurement } from '../load/measure/measurement.ts'
import { writeCalibration } from './calibration/calibration-file.ts'
import { ATTACHMENT, SLO_ANNOTATION, SLOS_NOT_MET } from './evidence-attachment.ts'
import type { Attached } from './evidence-attachment.ts'
import { exampleMeasurement, exampleSlo, samplesOf, times } from './judge/testing/example-evidence.ts'
import { describeMachine } from './machine.ts'
import FleetmarkReporter from './reporter.ts'
import type { RunReport } from './run-report.ts'
import { sampleCalibration } from './viewer/testing/sample-calibration.ts'

let scratch = ''
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'reporter-'))
})
test.afterEach(() => {
  rmSync(scratch, { recursive: true })
})

interface Played {
  title: string
  /** SLOs that the spec answers. */
  slos?: string[]
  project?: string
  status?: TestResult['status']
  errors?: TestError[]
  attached?: Attached[]
  skipped?: string
  /** Selected, and never came to its turn. */
  unplayed?: true
}

const slos = ['ready', 'latency', 'other'].map(id => exampleSlo('p(90)<200', { id, metric: id }))

const taken = (metric: string, value: number): Attached => {
  const measurement: Measurement = { ...exampleMeasurement(samplesOf(times(20, value))), metric }
  return { kind: 'measurement', measurement }
}

function caseOf({ title, slos = [], project = 'perf', skipped }: Played): TestCase {
  const one: Pick<TestCase, 'title' | 'annotations' | 'location'> & { parent: Pick<Suite, 'project'> } = {
    title,
    annotations: [
      ...slos.map(description => ({ type: SLO_ANNOTATION, description })),
      ...(skipped ? [{ type: 'skip', description: skipped }] : []),
    ],
    location: { file: '/project/e2e/one.spec.ts', line: 1, column: 1 },
    parent: { project: () => ({ name: project }) as FullProject },
  }
  return one as TestCase
}

function resultOf({ status = 'passed', errors = [], attached = [] }: Played): TestResult {
  const one: Pick<TestResult, 'status' | 'errors' | 'attachments' | 'startTime' | 'duration'> = {
    status,
    errors,
    attachments: attached.map(data => ({
      name: ATTACHMENT,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(data)),
    })),
    startTime: new Date(1_763_733_600_000),
    duration: 1500,
  }
  return one as TestResult
}

interface Ending {
  status: FullResult['status'] | undefined
  /** What went to the terminal. */
  printed: string
  /** Absent when nothing was written. */
  report: RunReport | undefined
}

/** Plays a run to the reporter, as Playwright would. */
async function play(
  specs: Played[],
  status: FullResult['status'] = 'passed',
  { results = scratch, error }: { results?: string; error?: TestError } = {},
): Promise<Ending> {
  const reporter = new FleetmarkReporter({
    runId: '20261121T174606Z',
    results,
    projects: ['perf'],
    slos,
    target: { name: 'example', overrides: [] },
    declarations: { metrics: [], sections: [] },
    seeds: { bootstrap: 1 },
    settings: { PERF_AGENTS: '10' },
    fleetmark: '0.0.0',
  })
  const cases = specs.map(spec => ({ spec, one: caseOf(spec) }))
  const suite: Pick<Suite, 'allTests'> = { allTests: () => cases.map(({ one }) => one) }
  const config: Pick<FullConfig, 'rootDir'> = { rootDir: '/project' }
  reporter.onBegin(config as FullConfig, suite as Suite)
  for (const { spec, one } of cases) if (!spec.unplayed) reporter.onTestEnd(one, resultOf(spec))
  if (error) reporter.onError(error)

  const printed: string[] = []
  const streams = [process.stdout, process.stderr]
  // An own property hides the method of the stream's class until it is deleted.
  const writes = streams.map(stream => Object.getOwnPropertyDescriptor(stream, 'write'))
  const keep = (text: string | Uint8Array): boolean => printed.push(text.toString()) > 0
  for (const stream of streams) Object.defineProperty(stream, 'write', { value: keep, configurable: true })
  try {
    const ended = await reporter.onEnd({ status, startTime: new Date(), duration: 1 })
    const file = path.join(results, 'latest', 'report.json')
    let report: RunReport | undefined
    try {
      report = JSON.parse(readFileSync(file, 'utf8')) as RunReport
    } catch {
      report = undefined
    }
    return { status: ended?.status, printed: printed.join(''), report }
  } finally {
    for (const [index, stream] of streams.entries()) {
      const own = writes[index]
      if (own) Object.defineProperty(stream, 'write', own)
      else Reflect.deleteProperty(stream, 'write')
    }
  }
}

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
