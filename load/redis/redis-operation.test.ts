import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Operation } from '../loops/operation.ts'
import { TcpProxy } from '../proxy/tcp-proxy.ts'
import { causesOf, openLoop } from '../service/testing/through-proxy.ts'
import { RedisConnections } from './redis-connections.ts'
import { redisOperation } from './redis-operation.ts'
import { respServer } from './testing/resp-server.ts'
import type { Answer } from './testing/resp-server.ts'

const LONG_MS = 60_000

/** Lets commands reach a server through a proxy. */
async function through(
  use: (stage: { proxy: TcpProxy; connections: RedisConnections; get: Operation }) => Promise<void>,
  { answer, timeoutMs = LONG_MS }: { answer?: Answer; timeoutMs?: number } = {},
): Promise<void> {
  await using server = await respServer(answer)
  const proxy = await TcpProxy.open({ host: '127.0.0.1', port: server.port })
  const connections = await RedisConnections.open({ url: `redis://127.0.0.1:${proxy.port}` })
  const get = redisOperation(
    connections,
    { command: index => ['GET', `key ${index}`], timeoutMs },
    systemClock,
  )
  try {
    await use({ proxy, connections, get })
  } finally {
    connections.close()
    await proxy.close()
  }
}

const never = new AbortController().signal

test('latencies read the known delay within 2 ms and 5 %, as far as this machine was not late', async () => {
  await through(async ({ proxy, get }) => {
    proxy.set({ delayMs: 20 }, ['up'])
    proxy.set({ delayMs: 30 }, ['down'])
    const { all, latenessMs } = await openLoop(get, { perSecond: 100, count: 60 }, proxy)
    expect(causesOf(all)).toEqual({ good: 60 })
    const allowedMs = 2 + 0.05 * 50
    for (const { latencyMs } of all) {
      expect(latencyMs).toBeGreaterThanOrEqual(50 - allowedMs)
      expect(latencyMs).toBeLessThanOrEqual(50 + allowedMs + latenessMs)
    }
  })
})

test('what falls due while a connection is held takes from its intended start until the hold is over', async () => {
  await through(async ({ proxy, get }) => {
    proxy.set({ isHeld: true })
    let releasedMs = 0
    const { all, latenessMs } = await openLoop(get, { perSecond: 100, count: 20 }, proxy, async () => {
      // All have been sent when the last one's bytes wait.
      await expect.poll(() => proxy.bytes.up.waiting, { intervals: [5] }).toBe(10 * 24 + 10 * 25)
      releasedMs = systemClock.nowMs()
      proxy.set({ isHeld: false })
    })
    expect(causesOf(all)).toEqual({ good: 20 })
    for (const { latencyMs, outcome } of all) {
      const intendedMs = outcome.endMs - latencyMs
      expect(outcome.endMs).toBeGreaterThanOrEqual(releasedMs)
      expect(latencyMs).toBeGreaterThanOrEqual(releasedMs - intendedMs)
      expect(outcome.endMs - releasedMs).toBeLessThanOrEqual(2 + 0.05 * latencyMs + latenessMs)
    }
  })
})

test('a lost connection fails all that is under way on it, and what comes while there is none fails at once', async () => {
  await through(async ({ proxy, connections, get }) => {
    proxy.set({ isHeld: true })
    const underWay = Array.from({ length: 5 }, (_, index) => get(index, systemClock.nowMs(), never))
    await expect.poll(() => proxy.bytes.up.waiting).toBe(5 * 24)
    await proxy.admit('refuse')
    proxy.cut('reset')
    for (const { fault } of await Promise.all(underWay)) {
      expect(fault).toMatchObject({ kind: 'connection', cause: 'ECONNRESET' })
    }
    const without = await Promise.all(Array.from({ length: 3 }, () => get(0, systemClock.nowMs(), never)))
    for (const { fault } of without)
      expect(fault).toMatchObject({ kind: 'connection', cause: 'not connected' })
    expect(connections.lost).toBeGreaterThan(0)
    proxy.set({ isHeld: false })
    await proxy.admit('pass')
    await expect.poll(async () => (await get(0, systemClock.nowMs(), never)).fault).toBeUndefined()
  })
})

test('a connection that is ended in good order is closed, not good', async () => {
  await through(async ({ proxy, get }) => {
    proxy.set({ isHeld: true })
    const underWay = get(0, systemClock.nowMs(), never)
    await expect.poll(() => proxy.bytes.up.waiting).toBeGreaterThan(0)
    proxy.cut('end')
    expect((await underWay).fault).toMatchObject({ kind: 'connection', cause: 'connection closed' })
  })
})

test('what is not answered in time is a time-out', async () => {
  await through(
    async ({ get }) => {
      const { fault } = await get(0, systemClock.nowMs(), never)
      expect(fault).toEqual({ kind: 'timeout', cause: 'timeout', example: '' })
    },
    { answer: ([name]) => (name === 'GET' ? undefined : '+PONG\r\n'), timeoutMs: 200 },
  )
})

test('what this side begins late, after a standstill, is no time-out for that', async () => {
  await through(async ({ proxy, get }) => {
    proxy.set({ delayMs: 50 })
    expect((await get(0, systemClock.nowMs() - LONG_MS, never)).fault).toBeUndefined()
  })
})

for (const [refusal, cause] of [
  ["OOM command not allowed when used memory > 'maxmemory'.", 'OOM: it is out of memory'],
  ["READONLY You can't write against a read only replica.", 'READONLY: it is a replica that takes no writes'],
  ['LOADING Redis is loading the dataset in memory', 'LOADING: it still loads its data'],
  ['NOAUTH Authentication required.', 'NOAUTH: it asks for a password'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'error WRONGTYPE'],
] as const) {
  test(`a refusal is an answer, told by its kind: ${cause}`, async () => {
    await through(
      async ({ get }) => {
        const { fault } = await get(0, systemClock.nowMs(), never)
        expect(fault).toEqual({ kind: 'answer', cause, example: refusal })
      },
      { answer: ([name]) => (name === 'GET' ? `-${refusal}\r\n` : '+PONG\r\n') },
    )
  })
}

test('what a reply says is handed on, and each arrival sends its own command', async () => {
  await using server = await respServer(([name, key]) =>
    name === 'GET' ? (key === 'key 1' ? '$-1\r\n' : '$2\r\nhi\r\n') : '+PONG\r\n',
  )
  const connections = await RedisConnections.open({ url: `redis://127.0.0.1:${server.port}`, connections: 2 })
  const read = (reply: unknown) => ({ hit: reply === null ? 0 : 1 })
  const command = (index: number) => ['GET', `key ${index}`]
  const get = redisOperation(connections, { command, timeoutMs: LONG_MS, read }, systemClock)
  const outcomes = await Promise.all([0, 1, 2].map(index => get(index, systemClock.nowMs(), never)))
  connections.close()
  expect(outcomes.map(({ values }) => values)).toEqual([{ hit: 1 }, { hit: 0 }, { hit: 1 }])
  expect(
    server.commands
      .map(words => words.join(' '))
      .filter(words => words !== 'PING')
      .sort(),
  ).toEqual(['GET key 0', 'GET key 1', 'GET key 2'])
})

test('a held connection takes so many commands, and what is more is this machine’s own limit', async () => {
  await using server = await respServer(([name]) => (name === 'PING' ? '+PONG\r\n' : undefined))
  const url = `redis://127.0.0.1:${server.port}`
  const connections = await RedisConnections.open({ url, mostUnderWay: 2 })
  const get = redisOperation(connections, { command: () => ['GET', 'key'], timeoutMs: LONG_MS }, systemClock)
  const held = [0, 1].map(index => get(index, systemClock.nowMs(), never))
  expect((await get(2, systemClock.nowMs(), never)).fault).toMatchObject({
    kind: 'own-limit',
    cause: 'too many commands under way on one connection',
  })
  connections.close()
  for (const { fault } of await Promise.all(held)) expect(fault?.kind).toBe('connection')
})
