import { execFile, execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { Measurement } from '../../load/measure/measurement.ts'
import { readLine } from '../../reports/parts/part-line.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { judgementOf, outerEnvironment, startSuite } from './run-suite.ts'
import type { StartedSuite } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

// Each starts the suite and a browser, and measures for some seconds: 10 s on a quiet machine, 45 s on a busy one.
const PER_SECOND = 200
const ENDPOINT = 'health'

const root = path.join(import.meta.dirname, '../..')

test.skip(process.platform === 'win32', 'Windows has no such signals')

/** An open loop of a minute under way, and the file that it is written to. */
async function measuring(info: ReturnType<typeof test.info>): Promise<{ suite: StartedSuite; file: string }> {
  const change = `login: undefined, messages: undefined, skills: undefined, pages: undefined, endpoints: [{ name: '${ENDPOINT}', method: 'GET', path: '/healthz' }]`
  const suite = startSuite(info.outputPath(), ['e2e/api/latency.spec.ts'], {
    PERF_TARGET: writeTarget(info, change),
    PERF_API_RATE: String(PER_SECOND),
    PERF_API_DURATION: '60',
  })
  let output: string | undefined
  void suite.ended.then(run => (output = run.output))
  const found = (): string | undefined => globSync(info.outputPath('results/*/parts.ndjson'))[0]
  const isReady = (): boolean => {
    if (output !== undefined)
      throw new Error(`The run ended before it was killed:
${output}`)
    return answersIn(found()) > 2 * PER_SECOND
  }
  await expect.poll(isReady, { timeout: 120_000 }).toBe(true)
  return { suite, file: found() ?? '' }
}

/** How many answers the parts tell of. */
function answersIn(file: string | undefined): number {
  if (file === undefined || !existsSync(file)) return 0
  let answers = 0
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = text === '' ? undefined : readLine(text)
    if (line?.kind !== 'parts') continue
    for (const { metric, data } of line.parts)
      if (metric === 'api.errors' && data.kind === 'tally') answers += data.total
  }
  return answers
}

const errorsIn = (report: RunReport | undefined): Measurement | undefined =>
  report?.measurements.find(({ metric }) => metric === 'api.errors')

const totalOf = (measurement: Measurement | undefined): number =>
  measurement?.data.kind === 'tally' ? measurement.data.total : 0

/** The last second of a measuring is all that may be lost. */
function expectAllButASecond(report: RunReport | undefined, answers: number): void {
  expect(totalOf(errorsIn(report))).toBeGreaterThanOrEqual(answers)
  expect(errorsIn(report)?.doubts).toMatchObject([{ kind: 'cut-short' }])
}

test('a worker that is killed leaves what it had measured, and the run reports it as cut short', async ({}, info) => {
  const { suite, file } = await measuring(info)
  const workers = execFileSync('pgrep', ['-P', String(suite.pid), '-f', 'lib/w'], { encoding: 'utf8' })
    .trim()
    .split('\n')
  for (const pid of workers) process.kill(Number(pid), 'SIGKILL')
  const answers = answersIn(file)
  const run = await suite.ended
  expect(run.code).not.toBe(0)
  expect(run.report?.steps).toMatchObject([{ outcome: 'interrupted' }])
  expectAllButASecond(run.report, answers)
  expect(judgementOf(run, `api.errors (${ENDPOINT})`).verdict).not.toBe('PASS')
})

test('a main process that is killed leaves what was measured, from which judge makes the report', async ({}, info) => {
  const { suite, file } = await measuring(info)
  process.kill(suite.pid, 'SIGKILL')
  const answers = answersIn(file)
  await suite.ended
  const folder = path.dirname(file)
  const env = { ...outerEnvironment(), PERF_RESULTS: info.outputPath('results') }
  const judged = await promisify(execFile)(process.execPath, ['tools/judge/judge.ts', folder], {
    cwd: root,
    env,
  }).then(
    () => ({ code: 0, stdout: '' }),
    (error: { code: number; stdout: string }) => error,
  )
  expect(judged.stdout).toContain('The run ended without a report: it is made of what was measured until')
  expect(judged.code).toBe(1)
  const report = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as RunReport
  expect(report.run).toMatchObject({ status: 'interrupted', ok: false })
  expectAllButASecond(report, answers)
  expect(existsSync(path.join(folder, 'index.html'))).toBe(true)
})

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends a run as Ctrl-C does: the open loop under way is kept as far as it went`, async ({}, info) => {
    const { suite, file } = await measuring(info)
    process.kill(-suite.pid, signal)
    const answers = answersIn(file)
    const run = await suite.ended
    expect(run.code).not.toBe(0)
    expect(run.report?.run.status).toBe('interrupted')
    expectAllButASecond(run.report, answers)
  })
}

test('a load thread that dies in mid-run fails its spec, and what it had handed on is in the report', async ({}, info) => {
  const [agents, perSecond, frames] = [100, 5, 2000]
  const frame = `update => { if (!isMainThread && ++frames > ${frames}) process.exit(7); return reference.realtime.agent.frame(update) }`
  const target = writeTarget(
    info,
    `pages: undefined, realtime: { ...reference.realtime, agent: { ...reference.realtime.agent, frame: ${frame} } }`,
    `import { isMainThread } from 'node:worker_threads'\nlet frames = 0`,
  )
  const run = await startSuite(info.outputPath(), ['e2e/realtime/fleet.spec.ts'], {
    PERF_TARGET: target,
    PERF_AGENTS: String(agents),
    PERF_RATE: String(perSecond),
    PERF_DURATION: '60',
  }).ended
  expect(run.code).not.toBe(0)
  const step = run.report?.steps.find(({ outcome }) => outcome === 'failed')
  expect(step?.message, run.output).toContain('load thread ended with code 7')
  const found = (metric: string): Measurement | undefined =>
    run.report?.measurements.find(one => one.metric === metric)
  const { data, doubts } = found('load.messages') ?? {}
  expect(doubts).toMatchObject([{ kind: 'cut-short' }])
  const sent = data?.kind === 'series' ? data.points.reduce((sum, [, value]) => sum + value, 0) : 0
  // The last second of a measuring is all that may be lost.
  expect(sent).toBeGreaterThanOrEqual(frames - agents * perSecond)
  // Other tests take processors from the platform meanwhile.
  const kindsOf = (metric: string): string[] =>
    (found(metric)?.doubts ?? []).map(({ kind }) => kind).filter(kind => kind !== 'machine-busy')
  expect(kindsOf('realtime.latency')).toEqual(['cut-short'])
  expect(kindsOf('realtime.connect')).toEqual([])
  expect(judgementOf(run, 'realtime.latency').verdict).not.toBe('PASS')
})
