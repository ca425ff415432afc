import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { measureElections } from './elections.ts'
import { measureSwarms } from './messages.ts'
import { measureRecovery } from './recovery.ts'
import { swarmsRequests as requests, withSwarms } from './testing/swarms-truth.ts'
import type { SwarmsTruth } from './testing/swarms-truth.ts'

const HOUR_MS = 3_600_000

type Measure = (origin: string, signal: AbortSignal) => Promise<Measurement[]>

const size = { swarms: 4, members: 3 }
/** Who leads none is waited for. */
const patient = { ...requests, leader: { ...requests.leader, leaseMs: HOUR_MS } }
const load = { load: 'steady', perSecond: 50 }

const cases: [what: string, truth: SwarmsTruth, measure: Measure][] = [
  [
    'wait for their first leaders',
    { leaderlessEvery: 1 },
    (origin, signal) =>
      measureSwarms({ origin, requests: patient, ...size, durationMs: 1 }, systemClock, undefined, signal),
  ],
  [
    'send each other messages',
    {},
    (origin, signal) =>
      measureSwarms(
        { origin, requests, ...size, loads: [load, load], durationMs: HOUR_MS },
        systemClock,
        undefined,
        signal,
      ),
  ],
  [
    'wait for their next leaders',
    { electionMs: HOUR_MS },
    (origin, signal) =>
      measureElections(
        { origin, requests, ...size, rounds: 9, latestMs: HOUR_MS },
        systemClock,
        undefined,
        signal,
      ),
  ],
  [
    'save their states',
    {},
    (origin, signal) =>
      measureRecovery(
        { origin, requests, ...size, savingMs: HOUR_MS, outage: async () => true },
        systemClock,
        undefined,
        signal,
      ),
  ],
]
for (const [what, truth, measure] of cases) {
  test(`no swarm is left when a run is interrupted whose swarms ${what}`, async () => {
    await withSwarms(truth, async (origin, { left }) => {
      const halt = new AbortController()
      const measuring = measure(origin, halt.signal)
      await expect.poll(left).toBe(size.swarms)
      halt.abort()
      await measuring
      expect(left()).toBe(0)
    })
  })
}

test('a run that is interrupted before its swarms are there creates none any more', async () => {
  await withSwarms({}, async (origin, { left }) => {
    const halted = AbortSignal.abort()
    const options = { origin, requests, ...size, loads: [load], durationMs: HOUR_MS }
    const measured = await measureSwarms(options, systemClock, undefined, halted)
    expect(measured.find(({ metric }) => metric === 'swarms.created')?.data).toMatchObject({ total: 0 })
    expect(left()).toBe(0)
  })
})
