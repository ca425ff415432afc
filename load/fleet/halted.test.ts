import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { measureAutoscale } from './autoscale.ts'
import { runFleet } from './fleet-workload.ts'
import { measureMemory } from './memory.ts'
import { measureRemains } from './remains.ts'
import { measureStartup } from './startup.ts'
import { truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'

type Measure = (origin: string, signal: AbortSignal) => Promise<Measurement[]>

/** Agents of these are not up for an hour. */
const never: Truth = { upAfterMs: 3_600_000 }
const requests = truthRequests
const scaled = {
  ...requests,
  pool: { ...requests.pool, autoscale: { agents: 30 }, coolDownMs: 100 },
} as typeof requests
const idle = { perSecond: 10, durationMs: 3_600_000 }
const read = () => new Promise<number>(() => {})

const cases: [what: string, truth: Truth, agents: number, measure: Measure][] = [
  [
    'a fleet that comes up',
    never,
    10,
    (origin, signal) =>
      runFleet({ origin, requests, agents: 100, allocate: idle }, systemClock, undefined, signal),
  ],
  [
    'a fleet whose batches are still due',
    {},
    100,
    (origin, signal) =>
      runFleet(
        { origin, requests, agents: 100_000, everyMs: 100, rounds: 0, allocate: idle },
        systemClock,
        undefined,
        signal,
      ),
  ],
  [
    'a fleet that is handed out',
    {},
    20,
    (origin, signal) =>
      runFleet({ origin, requests, agents: 20, rounds: 0, allocate: idle }, systemClock, undefined, signal),
  ],
  [
    'a start',
    never,
    40,
    (origin, signal) => measureStartup({ origin, requests, levels: [40] }, systemClock, undefined, signal),
  ],
  [
    'a pool that has its load',
    {},
    31,
    (origin, signal) =>
      measureAutoscale({ origin, requests: scaled, settleMs: 100 }, systemClock, undefined, signal),
  ],
  [
    'the memory of agents that come up',
    never,
    5,
    (origin, signal) =>
      measureMemory({ origin, requests, levels: [5], read }, systemClock, undefined, signal),
  ],
  [
    'what agents leave behind that come up',
    never,
    5,
    (origin, signal) =>
      measureRemains({ origin, requests, agents: 5, read: async () => ({}) }, systemClock, undefined, signal),
  ],
]
for (const [what, truth, least, measure] of cases) {
  test(`no agent is left when a run is interrupted that measures ${what}`, async () => {
    await withFleet(truth, async origin => {
      const halt = new AbortController()
      const measuring = measure(origin, halt.signal)
      const told = expect(measuring).rejects.toThrow('interrupted')
      const agents = async (): Promise<unknown> => {
        const { counts } = (await (await fetch(`${origin}/v2/pool`)).json()) as { counts: { all: number } }
        return counts.all
      }
      await expect.poll(agents).toBeGreaterThanOrEqual(least)
      halt.abort(new Error('interrupted'))
      await told
      expect(await agents()).toBe(0)
    })
  })
}
