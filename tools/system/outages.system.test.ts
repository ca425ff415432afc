import { expect, test } from '@playwright/test'
import { readWhole } from '../../load/measure/histogram.ts'
import { measurementOf } from './measurement-of.ts'
import { runSuite } from './run-suite.ts'
import type { SuiteRun } from './run-suite.ts'

const AGENTS = 60
const USERS = 5
const size = { PERF_AGENTS: String(AGENTS), PERF_USERS: String(USERS), PERF_RATE: '5' }
const connections = { agent: AGENTS, viewer: USERS - 1 } as const

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

test('a fleet whose sockets are all cut comes back', async ({}, info) => {
  expectAllBack(await runSuite(info.outputPath(), ['e2e/realtime/recovery.spec.ts'], size), 'drop')
})

test('a fleet comes back to a target that was killed and started again', async ({}, info) => {
  const spec = ['e2e/realtime/outages.stress.spec.ts', '-g', 'restart']
  const run = await runSuite(info.outputPath(), spec, size, 'stress')
  expectAllBack(run, 'restart')
  // Nobody listened for a while: agents had values that they could not send.
  const missed = measurementOf(run, 'realtime.recovery.missed', { cause: 'restart', side: 'agent' }).data
  expect(missed.kind === 'tally' && missed.bad).toBeGreaterThan(0)
})

test('a fleet finds out by itself that its sockets are silent, and comes back', async ({}, info) => {
  const spec = ['e2e/realtime/outages.stress.spec.ts', '-g', 'silent']
  expectAllBack(await runSuite(info.outputPath(), spec, size, 'stress'), 'silence')
})

test('a target that becomes slow shows it in the latency, for as long as it is', async ({}, info) => {
  const spec = ['e2e/realtime/outages.stress.spec.ts', '-g', 'slow']
  const run = await runSuite(info.outputPath(), spec, size, 'stress')
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
  const run = await runSuite(info.outputPath(), ['e2e/realtime/fallback.stress.spec.ts'], size, 'stress')
  for (const way of ['to polling', 'to live']) {
    const { data } = measurementOf(run, 'realtime.fallback', { way })
    expect(data, run.output).toMatchObject({ kind: 'samples', points: [{ value: expect.any(Number) }] })
  }
})

test('at its connection limit the target takes what fits in, and refuses the rest', async ({}, info) => {
  const run = await runSuite(info.outputPath(), ['e2e/realtime/limit.spec.ts'], size)
  const tried = 5
  expect(measurementOf(run, 'realtime.limit').data, run.output).toMatchObject({
    total: AGENTS + USERS - 1 + tried,
    bad: 0,
  })
})
