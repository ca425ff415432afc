import path from 'node:path'
import { expect, test } from '@playwright/test'
import { readWhole } from '../../load/measure/histogram.ts'
import { measurementOf } from './measurement-of.ts'
import { judgementOf, runSuite } from './run-suite.ts'
import type { SuiteRun } from './run-suite.ts'

const AGENTS = 30
const USERS = 4
const PER_SECOND = 5
const SECONDS = 5
/** How long the polling target's viewers wait between an answer and the next question. */
const POLL_MS = 200
/** Rounds of the stage in which all update together. */
const REFRESH_ROUNDS = 20

function fleetOn(target: string, folder: string): Promise<SuiteRun> {
  return runSuite(folder, ['e2e/realtime/fleet.spec.ts'], {
    PERF_TARGET: path.join(import.meta.dirname, 'pocket', `${target}.ts`),
    PERF_AGENTS: String(AGENTS),
    PERF_USERS: String(USERS),
    PERF_RATE: String(PER_SECOND),
    PERF_DURATION: String(SECONDS),
  })
}

// A target each, and of each 9 s of rounds: the fewest that the SLOs of the fleet's spec allow.
for (const target of ['socket-io', 'sse', 'polling']) {
  test(`the fleet's spec measures a target that speaks ${target}, from the agent to the pixel`, async ({}, info) => {
    const run = await fleetOn(target, info.outputPath())
    for (const side of ['agent', 'viewer']) {
      expect(measurementOf(run, 'realtime.connect', { side }).data).toMatchObject({
        total: side === 'agent' ? AGENTS : USERS - 1,
        bad: 0,
      })
    }
    expect(measurementOf(run, 'realtime.frames').data).toMatchObject({ bad: 0 })
    for (const metric of ['realtime.latency', 'realtime.staleness', 'realtime.paint', 'realtime.refresh'])
      expect(judgementOf(run, metric), metric).toMatchObject({ n: expect.any(Number) })
    if (target === 'polling') {
      // Nobody is answered sooner than the wait between two questions, by 1 ms of a timer. What is stamped late is far from the one before and near to
      // the one after, so it is the middle that says so on a busy machine.
      const { data } = measurementOf(run, 'realtime.polling')
      expect(data.kind === 'histogram' && readWhole(data).percentile(50)).toBeGreaterThan(POLL_MS - 2)
    }
    const received = measurementOf(run, 'realtime.paint.received').data
    expect(received.kind === 'samples' && received.points.length).toBeGreaterThan(0)
    const updates = AGENTS * (PER_SECOND * SECONDS + REFRESH_ROUNDS)
    expect(judgementOf(run, 'realtime.delivery'), run.output).toMatchObject(
      target === 'polling'
        ? { verdict: 'NO_DATA', because: expect.stringContaining('The viewers poll') }
        : { verdict: 'PASS', observed: 0, n: (USERS - 1) * updates },
    )
  })
}
