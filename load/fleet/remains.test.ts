import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { SamplesData, TallyData } from '../measure/measurement.ts'
import type { Asked } from '../testing/asked.ts'
import { listening } from '../testing/listening.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { measureRemains } from './remains.ts'
import type { Held, RemainsOptions } from './remains.ts'
import { answersFleet, truthRequests, withFleet } from './testing/fleet-truth.ts'
import type { Truth } from './testing/fleet-truth.ts'

const OWN = { memory: 100_000_000, sockets: 12 }

/** What a target holds that keeps so much of each agent that was let go. */
const keeping =
  (each: Partial<typeof OWN>) =>
  (asked: Asked): Held => {
    const gone = asked.get('DELETE workers')?.length ?? 0
    const { memory = 0, sockets = 0 } = each
    return { memory: OWN.memory + gone * memory, sockets: OWN.sockets + gone * sockets }
  }

interface Changes extends Partial<Pick<RemainsOptions, 'agents' | 'rounds' | 'withinMs'>> {
  requests?: FleetRequests
}

/** Rounds of 20 agents. */
async function measure(held: (asked: Asked) => Held, changes: Changes = {}, truth: Truth = {}) {
  return withFleet(truth, async (origin, asked) => {
    const read = (): Promise<Held> => Promise.resolve(held(asked))
    const options = { requests: truthRequests, agents: 20, withinMs: 300, ...changes }
    const measured = await measureRemains({ origin, ...options, read }, systemClock)
    const [memory, cleanup] = ['fleet.cleanup.memory', 'fleet.cleanup'].map(name =>
      measured.find(({ metric }) => metric === name),
    )
    const { total, bad, causes } = (cleanup?.data ?? {}) as Partial<TallyData>
    return {
      times: (memory?.data as SamplesData | undefined)?.points.map(({ value }) => value),
      absence: memory?.absence,
      cleanup: cleanup && { total, bad, causes },
      begun: asked.get('PUT workers')?.length,
      gone: asked.get('DELETE workers')?.length ?? 0,
    }
  })
}

test('a target that holds as much after each round as before it has left nothing', async () => {
  expect(await measure(keeping({}))).toEqual({
    times: [1, 1, 1],
    absence: undefined,
    cleanup: undefined,
    begun: 4,
    gone: 80,
  })
})

test('memory and sockets that agents leave are told against what was there before their round', async () => {
  const { times, cleanup } = await measure(keeping({ memory: 1_000_000, sockets: 1 }))
  expect(times).toEqual([140 / 120, 160 / 140, 180 / 160])
  expect(cleanup).toEqual({ total: 60, bad: 60, causes: { 'sockets left open': 60 } })
})

test('what the first round brings up is no remains', async () => {
  const first = (asked: Asked): Held =>
    keeping({ memory: 2e6, sockets: 5 })(new Map([...asked].map(([place, all]) => [place, all.slice(0, 20)])))
  expect(await measure(first)).toMatchObject({ times: [1, 1, 1], cleanup: undefined })
})

test('what goes in time is no remains', async () => {
  let readFirstMs: number | undefined
  /** What the second round leaves goes 400 ms after it was read first. */
  const late = (asked: Asked): Held => {
    if (asked.get('DELETE workers')?.length === 20) return OWN
    const nowMs = performance.now()
    readFirstMs ??= nowMs
    return nowMs - readFirstMs > 400 ? OWN : { memory: 2 * OWN.memory, sockets: 2 * OWN.sockets }
  }
  const slow = { ...truthRequests, pool: { ...truthRequests.pool, coolDownMs: 20_000 } } as FleetRequests
  expect(await measure(late, { withinMs: 1000, requests: slow, rounds: 1 })).toMatchObject({
    times: [1],
    cleanup: undefined,
  })
})

test('a few sockets more may be of others', async () => {
  const others = (asked: Asked): Held => ({
    ...OWN,
    sockets: OWN.sockets + 4 * ((asked.get('DELETE workers')?.length ?? 0) / 20),
  })
  expect(await measure(others)).toMatchObject({ cleanup: undefined })
})

test('where nothing tells memory or sockets, none are told', async () => {
  expect(await measure(() => ({}))).toMatchObject({
    times: [],
    absence: expect.stringContaining('Nothing tells the memory of the target'),
    cleanup: undefined,
  })
  const untold = { memory: 'Process 7 is gone.' }
  expect(await measure(() => ({ untold }))).toMatchObject({ times: [], absence: untold.memory })
  const none = expect.stringContaining('0 bytes of memory before agents came')
  expect(await measure(() => ({ memory: 0 }))).toMatchObject({ times: [], absence: none })
  expect(await measure(() => ({ memory: 5 }))).toMatchObject({ times: [1, 1, 1], cleanup: undefined })
  const broken = (): Held => {
    throw new Error('The target refuses.')
  }
  expect(await measure(broken)).toMatchObject({ times: [], absence: 'The target refuses.', gone: 20 })
})

test('agents that do not come up are told, and those that did are let go', async () => {
  expect(await measure(keeping({}), { agents: 60 }, { most: 30 })).toMatchObject({
    times: [],
    absence: "What 60 agents leave behind can't be read, as they did not come up: spawn: status 503.",
    cleanup: undefined,
    gone: 10,
  })
})

test('agents that were not let go well are told', async () => {
  expect(await measure(keeping({}), {}, { wrongRelease: { every: 20 } })).toMatchObject({
    cleanup: { total: 4, bad: 4, causes: { 'release: status 500': 4 } },
  })
})

test('fewer agents come than bring one host more', async () => {
  const { pool } = truthRequests
  const requests = { ...truthRequests, pool: { ...pool, autoscale: { agents: 8 } } } as FleetRequests
  expect(await measure(keeping({}), { requests })).toMatchObject({ gone: 28 })
})

test("the suite's own connections are closed when sockets are counted", async () => {
  const server = createServer(answersFleet({}).answers)
  const counts: number[] = []
  const read = async (): Promise<Held> => {
    const sockets = await new Promise<number>((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )
    counts.push(sockets)
    return { memory: 1, sockets }
  }
  await listening(server, origin =>
    measureRemains({ origin, requests: truthRequests, agents: 20, read }, systemClock),
  )
  // The first reading of a round may still see some that are being closed.
  expect(counts).toContain(0)
})
