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

test('a pool that does not tell for a moment is asked again, and one that goes on so is taken at its word', async () => {
  let nowMs = 0
  const clock = { nowMs: () => (nowMs += 300) }
  const told = async (
    ...pools: (number | undefined)[]
  ): Promise<[left: string | undefined, asked: number]> => {
    let asked = 0
    const client = {
      // Before the stop there are as many as this spec has begun.
      pool: () =>
        Promise.resolve({ agents: asked++ === 0 ? 3 : pools[Math.min(asked, pools.length) - 1], hosts: 0 }),
      ask: () => Promise.resolve({ outcome: { fault: undefined } }),
    } as unknown as FleetClient
    const stopping = new Stopping(client, clock, { stop, pool: { request: stop, agents: 'agents' } }, 3000)
    return [await stopping.stop(3), asked]
  }
  expect(await told(3, undefined, 0)).toEqual([undefined, 3])
  expect((await told(3, undefined, 2))[0]).toBe('stop: 2 agents and 0 hosts are still there 3 s later')
  const [left, asked] = await told(3, undefined)
  expect([left, asked > 3]).toEqual([undefined, true])
})
