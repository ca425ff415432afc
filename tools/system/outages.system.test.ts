import { expect, test } from '@playwright/test'
import { readWhole } from '../../load/measure/histogram.ts'
import { measurementOf } from './measurement-of.ts'
import { runSuite, sharedRun } from './run-suite.ts'
import type { SuiteRun } from './run-suite.ts'

const AGENTS = 60
const USERS = 5
const size = { PERF_AGENTS: String(AGENTS), PERF_USERS: String(USERS), PERF_RATE: '5' }
const connections = { agent: AGENTS, viewer: USERS - 1 } as const

// Outages last as long as they do for a user: a herd is waited for, sockets are silent until their ends find out, phases are measured. All of a
// project are in one run, which the first of its tests makes and waits for: it may take as long as two tests.
test.describe.configure({ timeout: 340_000 })
const mainJob = sharedRun(info =>
  runSuite(info.outputPath(), ['e2e/realtime/recovery.spec.ts', 'e2e/realtime/limit.spec.ts'], size),
)
const stress = sharedRun(info => {
  const specs = ['e2e/realtime/outages.stress.spec.ts', 'e2e/realtime/fallback.stress.spec.ts']
  return runSuite(info.outputPath(), specs, size, 'stress')
})

/** Every connection was lost and is back; when that was is the machine's affair. */
function expectAllBack(run: SuiteRun, cause: string): void {
  for (const side of ['agent', 'viewer'] as const) {
    const { data } = measurementOf(run, 'realtime.recovery', { cause, side })
    expect(data, run.output).toMatchObject({ kind: 'tally', total: connections[side] })
    expect(data.kind === 'tally' && data.causes).not.toHaveProperty('did not come back')
    const time = measurementOf(run, 'realtime.recovery.time', { cause, side }).data
    expect(time).toMatchObject({ n: connections[side], censored: 0 })
    const tries = measurementOf(run, 'load.reconnects', { cause, side }).data
    if (tries.kind !== 'series') throw new Error('Tries are a series.')
    const made = tries.points.reduce((sum, [, perSecond]) => sum + perSecond / 10, 0)
    expect(Math.round(made)).toBeGreaterThanOrEqual(connections[side])
  }
}

test('a fleet whose sockets are all cut comes back, and that they were cut is no loss', async ({}, info) => {
  const run = await mainJob(info)
  expectAllBack(run, 'drop')
  const held = (run.report?.measurements ?? []).filter(({ metric }) => metric === 'realtime.held')
  expect(held.map(({ labels }) => labels['stage'])).not.toContain('drop')
  expect(held.length).toBeGreaterThan(0)
})

test('a fleet comes back to a target that was killed and started again', async ({}, info) => {
  const run = await stress(info)
  expectAllBack(run, 'restart')
  // Nobody listened for a while: agents had values that they could not send.
  const missed = measurementOf(run, 'realtime.recovery.missed', { cause: 'restart', side: 'agent' }).data
  expect(missed.kind === 'tally' && missed.bad).toBeGreaterThan(0)
})

test('a fleet finds out by itself that its sockets are silent, and comes back', async ({}, info) => {
  expectAllBack(await stress(info), 'silence')
})

test('a target that becomes slow shows it in the latency, for as long as it is', async ({}, info) => {
  const run = await stress(info)
  const medianOf = (stage: string): number => {
    const { data } = measurementOf(run, 'realtime.latency', { stage })
    if (data.kind !== 'histogram') throw new Error('Latency is a histogram.')
    return readWhole(data).percentile(50)
  }
  // A timer was seen to fire up to 1 ms early.
  expect(medianOf('slow')).toBeGreaterThan(298)
  expect(medianOf('after')).toBeLessThan(medianOf('slow'))
})

test('a real page without a socket polls, and is live again when it gets one', async ({}, info) => {
  const run = await stress(info)
  for (const way of ['to polling', 'to live']) {
    const { data } = measurementOf(run, 'realtime.fallback', { way })
    expect(data, run.output).toMatchObject({ kind: 'samples', points: [{ value: expect.any(Number) }] })
  }
})

test('at its connection limit the target takes what fits in, and refuses the rest', async ({}, info) => {
  const run = await mainJob(info)
  const tried = 5
  expect(measurementOf(run, 'realtime.limit').data, run.output).toMatchObject({
    total: AGENTS + USERS - 1 + tried,
    bad: 0,
  })
})
