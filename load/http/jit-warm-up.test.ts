import { expect, test } from '@playwright/test'
import { startTruthServer } from '../calibration/truth/truth-server.ts'
import { Thread } from '../thread.ts'
import type { CountingApi } from './testing/counting.worker.ts'
import type { OpenLoopOptions } from './open-loop.ts'
import type { UsersOptions } from './users/users.ts'

const REQUEST = { method: 'GET', path: '/' } as const
const openLoop = (origin: string): OpenLoopOptions => ({
  origin,
  streams: [
    {
      request: REQUEST,
      arrivals: { kind: 'burst', size: 7, everyMs: 1, durationMs: 1 },
      metric: 'api',
      labels: {},
    },
  ],
})
const users = (origin: string): UsersOptions => ({
  origin,
  mix: { classes: [{ name: 'only', weight: 1, steps: [{ name: 'page', request: REQUEST }] }] },
  model: { kind: 'closed', users: 7, journeys: 1, holdMs: 60_000 },
  seed: 1,
  metric: 'mix',
  labels: {},
})

for (const name of ['openLoop', 'users'] as const) {
  test(`${name} sends 20 000 requests to itself before its first, and none to the target`, async () => {
    const target = await startTruthServer()
    const thread = new Thread<CountingApi>(new URL('./testing/counting.worker.ts', import.meta.url))
    const run = (): Promise<number> =>
      name === 'openLoop'
        ? thread.call(name, openLoop(target.origin))
        : thread.call(name, users(target.origin))
    try {
      expect(await run()).toBe(20_000)
      expect(target.served).toHaveLength(7)
      expect(await run()).toBe(0)
      expect(target.served).toHaveLength(14)
    } finally {
      await thread.stop()
      await target.stop()
    }
  })
}
