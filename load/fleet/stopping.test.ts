import { expect, test } from '@playwright/test'
import type { FleetClient } from './fleet-client.ts'
import { Stopping } from './stopping.ts'

const stop = { method: 'DELETE', path: '/fleet' } as const

test('a fleet that stops is waited for as long as its agents may take to go', async () => {
  let nowMs = 0
  const clock = { nowMs: () => (nowMs += 1000) }
  const client = {
    pool: () => Promise.resolve({ agents: 3, hosts: 0 }),
    ask: () => Promise.resolve({ outcome: { fault: undefined } }),
  } as unknown as FleetClient
  const stopped = (goneWithinMs: number): Promise<string | undefined> => {
    const pool = { request: stop, agents: 'agents', goneWithinMs }
    return new Stopping(client, clock, { stop, pool }).stop(3)
  }
  expect(await stopped(30_000)).toBe('stop: 3 agents and 0 hosts are still there 30 s later')
  expect(await stopped(100)).toBe('stop: 3 agents and 0 hosts are still there 10 s later')
})
