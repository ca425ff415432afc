import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, TallyData } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Identity } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import { measureAutoscale } from './autoscale.ts'
import { runFleet } from './fleet-workload.ts'
import { measureMemory } from './memory.ts'
import { measureStartup } from './startup.ts'
import { truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'

const fleet = {
  requests: truthRequests,
  agents: 20,
  everyMs: 10,
  allocate: { perSecond: 10, durationMs: 100 },
}

function lettingGoOf(measured: readonly Measurement[]) {
  const data = measured.find(({ metric }) => metric === 'fleet.cleanup')?.data as TallyData | undefined
  return { bad: data?.bad, causes: data?.causes }
}
const cleanupOf = async (truth: Truth) =>
  lettingGoOf(await withFleet(truth, origin => runFleet({ origin, ...fleet }, systemClock)))

test('agents that were not let go well are told, though none is left', async () => {
  // Of twice ten and twenty.
  expect(await cleanupOf({ wrongRelease: { every: 10 } })).toEqual({
    bad: 4,
    causes: { 'release: status 500': 4 },
  })
})

test('an agent that is gone when it is let go is not left over', async () => {
  expect(await cleanupOf({ wrongRelease: { every: 10, status: 404 } })).toEqual({ bad: 0, causes: {} })
})

/** Keeps nothing of one metric: a defect of the suite. */
class Broken extends Recording {
  readonly #metric: string

  constructor(metric: string) {
    super()
    this.#metric = metric
  }

  override histogram(identity: Identity) {
    if (identity.metric === this.#metric) throw new Error('broken')
    return super.histogram(identity)
  }

  override samples(identity: Identity): Samples {
    const samples = super.samples(identity)
    if (identity.metric === this.#metric) {
      samples.add = () => {
        throw new Error('broken')
      }
    }
    return samples
  }
}

const scaled = {
  ...truthRequests,
  pool: { ...truthRequests.pool, autoscale: { agents: 30 }, coolDownMs: 100 },
} as typeof truthRequests

/** Each with the agents that it lets go: 31 of a pool once, 20 of two rounds. */
const others: [what: string, measure: (origin: string) => Promise<Measurement[]>, bad: number][] = [
  [
    'a pool',
    origin =>
      measureAutoscale({ origin, requests: scaled, rounds: 1, settleMs: 100, withinMs: 5000 }, systemClock),
    3,
  ],
  [
    'memory',
    origin =>
      measureMemory(
        { origin, requests: truthRequests, levels: [5, 20], read: () => Promise.resolve(1) },
        systemClock,
      ),
    4,
  ],
]

for (const [what, measure, bad] of others) {
  test(`agents that were not let go well are told where ${what} is measured, and nothing where all were`, async () => {
    const pool = { perBox: 20 }
    const wrong = await withFleet({ pool, wrongRelease: { every: 10 } }, measure)
    expect(lettingGoOf(wrong)).toEqual({ bad, causes: { 'release: status 500': bad } })
    expect(lettingGoOf(await withFleet({ pool }, measure))).toEqual({ bad: undefined, causes: undefined })
  })
}

test('a fleet that could not be stopped after its last start is told', async () => {
  const startOnce = (origin: string) =>
    measureStartup({ origin, requests: truthRequests, levels: [5], times: 1 }, systemClock)
  const refused = await withFleet({ refusesStop: 2 }, startOnce)
  expect(lettingGoOf(refused)).toEqual({ bad: 1, causes: { 'stop: status 503': 1 } })
  expect(lettingGoOf(await withFleet({}, startOnce)).bad).toBeUndefined()
})

const { spawn } = truthRequests
let looked = 0
/** How many come at once can't be told at the second level, when the agents of the first are up. */
const unsteady = {
  ...truthRequests,
  spawn: {
    request: spawn.request,
    ids: spawn.ids,
    get atOnce() {
      looked += 1
      if (looked === 2) throw new Error('broken')
      return 50
    },
  },
}

for (const [what, measure] of [
  [
    'a fleet',
    (origin: string) => runFleet({ origin, ...fleet }, systemClock, new Broken('fleet.allocate.latency')),
  ],
  [
    'a pool',
    (origin: string) =>
      measureAutoscale(
        { origin, requests: scaled, settleMs: 100, withinMs: 5000 },
        systemClock,
        new Broken('fleet.autoscale.up'),
      ),
  ],
  [
    'memory',
    (origin: string) =>
      measureMemory(
        { origin, requests: unsteady, levels: [5, 20], read: () => Promise.resolve(1) },
        systemClock,
      ),
  ],
] as const) {
  test(`a defect while ${what} is measured leaves no agents behind`, async () => {
    await withFleet({ pool: { perBox: 20 } }, async (origin, asked) => {
      await expect(measure(origin)).rejects.toThrow('broken')
      expect(asked.get('PUT workers')?.length).toBeGreaterThan(0)
      expect(await (await fetch(`${origin}/v2/pool`)).json()).toMatchObject({ counts: { all: 0 } })
    })
  })
}
