import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Operation } from '../loops/operation.ts'
import { TcpProxy } from '../proxy/tcp-proxy.ts'
import { causesOf, openLoop } from '../service/testing/through-proxy.ts'
import { poolWait, postgresOperation } from './postgres-operation.ts'
import { PostgresPool } from './postgres-pool.ts'
import { postgresServer } from './testing/postgres-server.ts'
import type { Ending } from './testing/postgres-server.ts'

const LONG_MS = 60_000

interface Stage {
  proxy: TcpProxy
  pool: PostgresPool
  statements: readonly string[]
  select: Operation
}

/** Lets statements reach a server through a proxy. */
async function through(
  use: (stage: Stage) => Promise<void>,
  {
    end,
    connections = 10,
    timeoutMs = LONG_MS,
  }: { end?: (statement: string) => Ending; connections?: number; timeoutMs?: number } = {},
): Promise<void> {
  await using server = await postgresServer(end)
  const proxy = await TcpProxy.open({ host: '127.0.0.1', port: server.port })
  const pool = await PostgresPool.open({
    url: `postgres://fleet@127.0.0.1:${proxy.port}/fleet`,
    connections,
    timeoutMs: LONG_MS,
  })
  const statement = (index: number) => ({ text: `SELECT ${index}` })
  const select = postgresOperation(pool, { statement, timeoutMs }, systemClock)
  try {
    await use({ proxy, pool, select, statements: server.statements })
  } finally {
    await proxy.close()
    await pool.close()
  }
}

const never = new AbortController().signal

test('latencies read the known delay within 2 ms and 5 %, as far as this machine was not late', async () => {
  await through(
    async ({ proxy, select, statements }) => {
      // A connection takes round trips of its own: they are there before.
      await Promise.all([0, 1, 2, 3, 4, 5].map(index => select(index, systemClock.nowMs(), never)))
      proxy.set({ delayMs: 20 }, ['up'])
      proxy.set({ delayMs: 10 }, ['down'])
      const { all, latenessMs } = await openLoop(select, { perSecond: 50, count: 30 }, proxy)
      expect(causesOf(all)).toEqual({ good: 30 })
      expect(statements.length).toBe(1 + 6 + 30)
      const allowedMs = 2 + 0.05 * 30
      for (const { outcome, latencyMs } of all) {
        const waitMs = poolWait.of(outcome) ?? Number.NaN
        expect(latencyMs).toBeGreaterThanOrEqual(30 - allowedMs)
        // Where the machine was late all six may be in use; then one waits, or connects, and says so.
        expect(latencyMs - waitMs).toBeLessThanOrEqual(30 + allowedMs + latenessMs)
      }
    },
    { connections: 6 },
  )
})

test('a pool of one has the second wait for as long as the first takes, and says so', async () => {
  await through(
    async ({ proxy, pool, select }) => {
      proxy.set({ isHeld: true })
      const both = [0, 1].map(index => select(index, systemClock.nowMs(), never))
      await expect.poll(() => pool.counts).toEqual({ total: 1, idle: 0, waiting: 1 })
      proxy.set({ isHeld: false })
      const [first, second] = await Promise.all(both)
      if (!first || !second) throw new Error('Two were begun.')
      expect([first.fault, second.fault]).toEqual([undefined, undefined])
      expect(poolWait.of(second)).toBeGreaterThanOrEqual(first.endMs - second.startMs - 1)
      expect(poolWait.of(first)).toBeLessThan(poolWait.of(second) ?? 0)
    },
    { connections: 1 },
  )
})

test('a time-out says whether there was a connection by then', async () => {
  await through(
    async ({ select, proxy }) => {
      proxy.set({ isHeld: true })
      const first = select(0, systemClock.nowMs(), never)
      const second = select(1, systemClock.nowMs(), never)
      expect((await first).fault).toMatchObject({ kind: 'timeout', cause: 'timeout' })
      expect((await second).fault).toMatchObject({
        kind: 'timeout',
        cause: 'timeout, waiting for a connection',
      })
    },
    { connections: 1, timeoutMs: 200 },
  )
})

test('lost connections fail what is under way on them, exactly, and others are made', async () => {
  await through(
    async ({ proxy, select, pool }) => {
      await Promise.all([0, 1, 2].map(index => select(index, systemClock.nowMs(), never)))
      proxy.set({ isHeld: true })
      const underWay = [0, 1, 2].map(index => select(index, systemClock.nowMs(), never))
      await expect.poll(() => proxy.bytes.up.waiting).toBeGreaterThanOrEqual(3 * 13)
      await proxy.admit('refuse')
      proxy.cut('reset')
      for (const { fault } of await Promise.all(underWay)) expect(fault?.kind).toBe('connection')
      expect((await select(0, systemClock.nowMs(), never)).fault).toMatchObject({
        kind: 'connection',
        cause: 'ECONNREFUSED',
      })
      expect(pool.counts.total).toBe(0)
      proxy.set({ isHeld: false })
      await proxy.admit('pass')
      expect((await select(0, systemClock.nowMs(), never)).fault).toBeUndefined()
    },
    { connections: 3 },
  )
})

for (const [sqlState, kind, cause] of [
  ['25006', 'answer', '25006: it is read-only'],
  ['53100', 'answer', '53100: it has no room left on its disk'],
  ['40P01', 'answer', '40P01: it found a deadlock'],
  ['42P07', 'answer', 'error 42P07'],
  ['57P01', 'connection', '57P01: it is shut down'],
] as const) {
  test(`an error is told by its SQLSTATE: ${cause}`, async () => {
    const end = (text: string): Ending => (text === 'SELECT 7' ? { sqlState, message: 'no' } : 'good')
    await through(
      async ({ select, pool }) => {
        expect((await select(7, systemClock.nowMs(), never)).fault).toEqual({ kind, cause, example: 'no' })
        // What the server told of leaves the connection as it was.
        expect(pool.counts.total).toBe(kind === 'answer' ? 1 : 0)
        expect((await select(0, systemClock.nowMs(), never)).fault).toBeUndefined()
      },
      { end, connections: 1 },
    )
  })
}

test('values are sent apart from the statement, and what the answer says is handed on', async () => {
  await using server = await postgresServer()
  const pool = await PostgresPool.open({ url: `postgres://fleet@127.0.0.1:${server.port}/fleet` })
  const work = {
    statement: () => ({ text: 'SELECT $1', values: ['seven'] }),
    timeoutMs: LONG_MS,
    read: ({ command }: { command: string }) => ({ selects: command === 'SELECT' ? 1 : 0 }),
  }
  const { values, fault } = await postgresOperation(pool, work, systemClock)(0, systemClock.nowMs(), never)
  await pool.close()
  expect({ values, fault }).toEqual({ values: { selects: 1 }, fault: undefined })
  expect(server.statements).toEqual(['SELECT 1', 'SELECT $1'])
})

test('a statement that is not answered in the pool’s time fails, and its connection is not used again', async () => {
  await using server = await postgresServer(text => (text === 'SELECT 7' ? 'never' : 'good'))
  const url = `postgres://fleet@127.0.0.1:${server.port}/fleet`
  const pool = await PostgresPool.open({ url, connections: 1, timeoutMs: 1000 })
  const work = { statement: (index: number) => ({ text: `SELECT ${index}` }), timeoutMs: LONG_MS }
  const select = postgresOperation(pool, work, systemClock)
  const { fault } = await select(7, systemClock.nowMs(), never)
  expect(fault).toEqual({ kind: 'timeout', cause: 'timeout', example: 'Query read timeout' })
  expect(pool.counts.total).toBe(0)
  expect((await select(0, systemClock.nowMs(), never)).fault).toBeUndefined()
  await pool.close()
})

test('an answer that is not as it was to be is a fault like any other, and the connection is given back', async () => {
  await using server = await postgresServer()
  const url = `postgres://fleet@127.0.0.1:${server.port}/fleet`
  const pool = await PostgresPool.open({ url, connections: 1, timeoutMs: LONG_MS })
  const read = (): never => {
    throw new TypeError('no such column')
  }
  const work = { statement: () => ({ text: 'SELECT 1' }), read, timeoutMs: LONG_MS }
  const select = postgresOperation(pool, work, systemClock)
  for (const index of [0, 1])
    expect((await select(index, systemClock.nowMs(), never)).fault?.example).toBe('no such column')
  await pool.close()
})
