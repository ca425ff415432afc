import { expect, test } from '@playwright/test'
import { startTruthServer } from '../calibration/truth/truth-server.ts'
import { systemClock } from '../clock.ts'
import { PartSum } from '../measure/part-sum.ts'
import { Recording } from '../measure/recording.ts'
import type { Measurement } from '../measure/measurement.ts'
import { figuresOf } from '../testing/figures-of.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { openLoop } from './open-loop.ts'
import { users } from './users/users.ts'

// Each runs for two seconds: what comes once a second is to come at least once.
const SECONDS = 2
const request = { method: 'GET', path: '/a' } as const

/** @returns what a workload handed back, and what its parts add up to */
async function both(
  run: (origin: string, recording: Recording) => Promise<Measurement[]>,
): Promise<{ handedBack: Measurement[]; told: Measurement[] }> {
  const server = await startTruthServer()
  const sum = new PartSum()
  const recording = new Recording(parts => sum.add(parts, 0))
  try {
    const handedBack = await run(server.origin, recording)
    recording.stop()
    return { handedBack, told: sum.measurements() }
  } finally {
    recording.stop()
    await server.stop()
  }
}

test('all that an open loop hands back came in parts, and is the same', async () => {
  const { handedBack, told } = await both((origin, recording) =>
    openLoop(
      {
        origin,
        streams: ['a', 'b'].map(endpoint => ({
          request,
          arrivals: { kind: 'constant', perSecond: 20, durationMs: SECONDS * 1000 },
          metric: 'api',
          labels: { endpoint },
        })),
      },
      systemClock,
      recording,
    ),
  )
  expect(handedBack.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(['load.requests', 'load.intended', 'api.connect', 'generator.lateness']),
  )
  expect(figuresOf(told)).toEqual(figuresOf(handedBack))
})

test('all that a closed loop hands back came in parts, and is the same', async () => {
  const { handedBack, told } = await both((origin, recording) =>
    closedLoop(
      {
        origin,
        requests: [{ request: { ...request, path: '/a?delay=5' }, labels: { endpoint: 'a' }, weight: 1 }],
        connections: 2,
        seconds: SECONDS,
        metric: 'api',
        labels: {},
      },
      systemClock,
      recording,
    ),
  )
  expect(handedBack.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(['api.capacity', 'generator.cpu']),
  )
  expect(figuresOf(told)).toEqual(figuresOf(handedBack))
})

test('all that users hand back came in parts, and is the same', async () => {
  const { handedBack, told } = await both((origin, recording) =>
    users(
      {
        origin,
        seed: 1,
        metric: 'mix',
        labels: {},
        mix: { classes: [{ name: 'only', weight: 1, steps: [{ name: 'a', request, thinkMs: 100 }] }] },
        model: { kind: 'closed', users: 2, holdMs: SECONDS * 1000 },
      },
      systemClock,
      recording,
    ),
  )
  expect(handedBack.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(['load.users', 'mix.connect']),
  )
  expect(figuresOf(told)).toEqual(figuresOf(handedBack))
})
