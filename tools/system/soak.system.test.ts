import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { latestSoak, readEarlierSoak } from '../../fixtures/soak/earlier-soak.ts'
import { readHeader } from '../../reports/parts/unfinished-runs.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { judgementOf, startSuite } from './run-suite.ts'
import type { StartedSuite, SuiteRun } from './run-suite.ts'

test.skip(process.platform === 'win32', 'Windows has no such signals')

const settings = { PERF_AGENTS: '5', PERF_USERS: '2', PERF_RATE: '2', PERF_API_RATE: '5', PERF_PROGRESS: '0' }

const soakOf = (folder: string, more: Readonly<Record<string, string>>): StartedSuite =>
  startSuite(folder, [], { ...settings, ...more }, 'soak')

/** Waits until a soak has watched for so long. @param but a run that is not the one */
async function watched(folder: string, run: StartedSuite, leastMs: number, but = ''): Promise<void> {
  const results = path.join(folder, 'results')
  let ended: SuiteRun | undefined
  void run.ended.then(one => (ended = one))
  const measured = async (): Promise<number> => {
    if (ended) throw new Error(`The soak ended before it was to:\n${ended.output}`)
    // A run that begins has a record before it has a header.
    const names = globSync('*/parts.ndjson', { cwd: results }).map(file => path.dirname(file))
    const name = names.filter(one => one !== but && readHeader(path.join(results, one))).at(0)
    return name === undefined ? 0 : (await readEarlierSoak(results, name)).watchedMs
  }
  await expect.poll(measured, { timeout: 120_000 }).toBeGreaterThanOrEqual(leastMs)
}

const totalOf = (report: Pick<RunReport, 'measurements'> | undefined, metric: string): number =>
  (report?.measurements ?? []).reduce(
    (sum, one) => (one.metric === metric && one.data.kind === 'tally' ? sum + one.data.total : sum),
    0,
  )

test('a soak that is killed goes on and counts the gap, and Ctrl-C ends it with its report, its accounts closed', async ({}, info) => {
  const folder = info.outputPath()
  const first = soakOf(folder, { PERF_SOAK: '30m', PERF_CHECKPOINT: '6s' })
  await watched(folder, first, 5000)
  const checkpoint = (): RunReport | undefined => {
    const last = globSync(path.join(folder, 'results/*/checkpoints/*/index.html')).toSorted().at(-1) ?? ''
    const file = path.join(path.dirname(last), 'report.json')
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunReport) : undefined
  }
  await expect
    .poll(() => totalOf(checkpoint(), 'soak.errors'), 'a checkpoint tells what there is so far')
    .toBeGreaterThan(0)
  expect(checkpoint()?.run.checkpoint, 'and that it is one').toBeGreaterThan(0)
  process.kill(-first.pid, 'SIGKILL')
  const { output } = await first.ended
  expect(output).toContain('Checkpoint  ')

  const name = latestSoak(path.join(folder, 'results'))
  const { watchedMs: firstMs, measurements } = await readEarlierSoak(path.join(folder, 'results'), name)
  const firstUpdates = totalOf({ measurements }, 'realtime.delivery')
  expect(firstUpdates, 'updates before the kill are accounted for').toBeGreaterThan(0)
  const changed = await soakOf(folder, { PERF_SOAK: '30m', PERF_AGENTS: '6', PERF_RESUME: name }).ended
  expect(changed.output).toContain(
    `The soak ${name} can't be resumed: PERF_AGENTS was 5 and is 6. Set it as before, or begin a new one: npm run soak.`,
  )

  const second = soakOf(folder, { PERF_SOAK: '30m', PERF_RESUME: name })
  await watched(folder, second, firstMs + 4000, name)
  second.interrupt()
  const run = await second.ended
  expect(run.output).toMatch(new RegExp(`The soak ${name} goes on after .* in which nobody watched`))
  expect(run.report?.run.status).toBe('interrupted')
  // What exists only at the end: nobody closes the accounts of a soak that is cut short.
  expect(judgementOf(run, 'soak.lost')).toMatchObject({ doubts: [] })
  expect(totalOf(run.report, 'realtime.delivery')).toBeGreaterThan(firstUpdates)
  const updates = run.report?.measurements.filter(({ metric }) => metric === 'realtime.delivery') ?? []
  expect(updates.filter(({ data }) => data.kind === 'tally' && data.bad > 0)).toEqual([])
  const ofSoak = run.report?.measurements.filter(({ metric }) => metric.startsWith('soak.')) ?? []
  expect(ofSoak.flatMap(({ doubts }) => doubts).filter(({ kind }) => kind === 'cut-short')).toEqual([])
  const uptime = run.report?.measurements.filter(({ metric }) => metric === 'soak.uptime') ?? []
  const gap = uptime.reduce(
    (sum, { data }) => sum + (data.kind === 'tally' ? (data.causes['NOT_WATCHED'] ?? 0) : 0),
    0,
  )
  expect(gap).toBeGreaterThan(0)
  // Not all of a group dies at the same moment: a last second may be the target's own.
  expect(judgementOf(run, 'soak.uptime').doubts).toContainEqual({
    kind: 'own-fault',
    cause: 'NOT_WATCHED',
    count: gap,
  })
  expect(totalOf(run.report, 'soak.uptime') - gap).toBeGreaterThanOrEqual(firstMs / 1000 + 4)
})

test('a soak whose load process alone is killed goes on: the report that its run left is not its end', async ({}, info) => {
  const folder = info.outputPath()
  const one = ['e2e/soak/soak.spec.ts']
  const suite = startSuite(folder, one, { ...settings, PERF_SOAK: '30m' }, 'soak')
  await watched(folder, suite, 3000)
  const workers = execFileSync('pgrep', ['-P', String(suite.pid), '-f', 'lib/w'], { encoding: 'utf8' })
  for (const pid of workers.trim().split('\n')) process.kill(Number(pid), 'SIGKILL')
  const { report } = await suite.ended
  expect(report?.run.status).toBe('failed')
  const results = path.join(folder, 'results')
  const name = latestSoak(results)
  expect((await readEarlierSoak(results, name)).watchedMs).toBeGreaterThanOrEqual(3000)
})
