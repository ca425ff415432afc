import { expect, test } from '@playwright/test'
import { runSuite } from './run-suite.ts'
import type { SuiteRun } from './run-suite.ts'

/** Specs of load, of which all but the rate limit is shared. */
const SPECS = ['e2e/api', 'e2e/realtime/fleet']

const idsOf = ({ report }: SuiteRun): string[] =>
  (report?.judgements ?? []).map(({ name }) => name).toSorted()

// Two runs of the suite on the reference platform, each with all its kinds of load.
test('perf with two workers judges what it judges without, and each of them has made load', async ({}, info) => {
  test.setTimeout(600_000)
  const settings = {
    PERF_TARGET: 'reference',
    PERF_VISITS: '3',
    PERF_LIGHTHOUSE_RUNS: '0',
    PERF_API_DURATION: '6',
  }
  const alone = await runSuite(info.outputPath('alone'), SPECS, settings)
  const shared = await runSuite(info.outputPath('shared'), SPECS, { ...settings, PERF_WORKERS: '2' })
  expect(idsOf(shared), shared.output).toEqual(idsOf(alone))
  expect(idsOf(shared).length, shared.output).toBeGreaterThan(10)
  const { steps = [], judgements = [], machines = [], measurements = [] } = shared.report ?? {}
  expect(
    steps.map(({ outcome }) => outcome),
    shared.output,
  ).not.toContain('skipped')
  expect(
    judgements
      .filter(({ verdict }) => verdict === 'NO_DATA')
      .map(({ name, because }) => `${name}: ${because}`),
  ).toEqual([])
  // A machine that is busy may void a verdict; workers may not.
  const doubts = judgements.flatMap(one => one.doubts.map(({ kind }) => kind))
  expect(doubts).not.toContain('worker-lost')
  expect(machines).toHaveLength(2)
  expect(machines.filter(({ lost }) => lost !== undefined)).toEqual([])
  const names = new Set(machines.map(({ name }) => name))
  for (const generator of ['http', 'autocannon', 'users', 'agents', 'viewers']) {
    const own = measurements.filter(
      ({ metric, labels }) => metric === 'generator.cpu' && labels['generator'] === generator,
    )
    expect(new Set(own.map(({ labels }) => labels['machine'])), generator).toEqual(names)
  }
})
