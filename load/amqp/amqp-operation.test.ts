import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Operation } from '../loops/operation.ts'
import { TcpProxy } from '../proxy/tcp-proxy.ts'
import { causesOf, openLoop } from '../service/testing/through-proxy.ts'
import { amqpOperation } from './amqp-operation.ts'
import { AmqpPublisher } from './amqp-publisher.ts'
import { amqpServer } from './testing/amqp-server.ts'
import type { AmqpServer, Answer } from './testing/amqp-server.ts'

const LONG_MS = 60_000
const never = new AbortController().signal

interface Stage {
  proxy: TcpProxy
  publisher: AmqpPublisher
  server: AmqpServer
  publish: Operation
  /** The same with a shorter time-out. */
  within: (timeoutMs: number) => Operation
}

/** Lets messages reach a server through a proxy. */
async function through(
  use: (stage: Stage) => Promise<void>,
  { answer }: { answer?: (index: number) => Answer } = {},
): Promise<void> {
  await using server = await amqpServer(answer)
  const proxy = await TcpProxy.open({ host: '127.0.0.1', port: server.port })
  const publisher = await AmqpPublisher.open({ url: `amqp://127.0.0.1:${proxy.port}`, heartbeatS: 0 })
  const body = Buffer.from('event')
  const message = (index: number) => ({ id: `m${index}`, routingKey: 'events', body })
  const within = (timeoutMs: number) => amqpOperation(publisher, { message, timeoutMs }, systemClock)
  try {
    await use({ proxy, publisher, publish: within(LONG_MS), within, server })
  } finally {
    await publisher.close()
    await proxy.close()
  }
}

test('latencies read the known delay within 2 ms and 5 %, as far as this machine was not late', async () => {
  await through(async ({ proxy, publish, server }) => {
    proxy.set({ delayMs: 20 }, ['up'])
    proxy.set({ delayMs: 30 }, ['down'])
    const { all, latenessMs } = await openLoop(publish, { perSecond: 100, count: 60 }, proxy)
    expect(causesOf(all)).toEqual({ good: 60 })
    expect(server.published).toBe(60)
    const allowedMs = 2 + 0.05 * 50
    for (const { latencyMs } of all) {
      expect(latencyMs).toBeGreaterThanOrEqual(50 - allowedMs)
      expect(latencyMs).toBeLessThanOrEqual(50 + allowedMs + latenessMs)
    }
  })
})

test('what falls due while a connection is held takes from its intended start until the hold is over', async () => {
  await through(async ({ proxy, publish }) => {
    proxy.set({ isHeld: true }, ['down'])
    let releasedMs = 0
    const { all, latenessMs } = await openLoop(publish, { perSecond: 100, count: 20 }, proxy, async () => {
      // Each confirm is a frame of 21 bytes.
      await expect.poll(() => proxy.bytes.down.waiting, { intervals: [5] }).toBe(20 * 21)
      releasedMs = systemClock.nowMs()
      proxy.set({ isHeld: false })
    })
    expect(causesOf(all)).toEqual({ good: 20 })
    for (const { latencyMs, outcome } of all) {
      expect(outcome.endMs).toBeGreaterThanOrEqual(releasedMs)
      expect(outcome.endMs - releasedMs).toBeLessThanOrEqual(2 + 0.05 * latencyMs + latenessMs)
    }
  })
})

test('a lost connection fails all that is under way on it, and what comes while there is none fails at once', async () => {
  await through(async ({ proxy, publisher, publish, server }) => {
    proxy.set({ isHeld: true }, ['down'])
    const underWay = Array.from({ length: 5 }, (_, index) => publish(index, systemClock.nowMs(), never))
    await expect.poll(() => server.published).toBe(5)
    await proxy.admit('refuse')
    proxy.cut('reset')
    for (const { fault } of await Promise.all(underWay))
      expect(fault).toMatchObject({ kind: 'connection', cause: 'ECONNRESET' })
    const { fault } = await publish(5, systemClock.nowMs(), never)
    expect(fault).toMatchObject({ kind: 'connection', cause: 'not connected' })
    expect(publisher.lost).toBeGreaterThan(0)
    expect(server.published, 'nothing is sent again').toBe(5)
    proxy.set({ isHeld: false })
    await proxy.admit('pass')
    await expect.poll(async () => (await publish(6, systemClock.nowMs(), never)).fault).toBeUndefined()
  })
})

test('a connection that is ended in good order leaves what was under way unknown', async () => {
  await through(async ({ proxy, publish, server }) => {
    proxy.set({ isHeld: true }, ['down'])
    const underWay = publish(0, systemClock.nowMs(), never)
    await expect.poll(() => server.published).toBe(1)
    proxy.cut('end')
    expect((await underWay).fault).toMatchObject({ kind: 'connection', cause: 'connection closed' })
  })
})

test('a message that the broker refuses is told apart from those that it takes', async () => {
  await through(
    async ({ publish }) => {
      const faults = []
      for (const index of [0, 1, 2])
        faults.push((await publish(index, systemClock.nowMs(), never)).fault?.cause)
      expect(faults).toEqual([undefined, 'not taken (nack)', undefined])
    },
    { answer: index => (index === 1 ? 'nack' : 'ack') },
  )
})

test('a time-out says where the broker takes no messages, as long as it takes none', async () => {
  await through(
    async ({ publish, within, publisher }) => {
      const shortly = within(200)
      const silent = await shortly(0, systemClock.nowMs(), never)
      expect(silent.fault).toMatchObject({ kind: 'timeout', cause: 'timeout' })
      const blocked = shortly(1, systemClock.nowMs(), never)
      await expect.poll(() => publisher.blocked).toBe('low on memory')
      expect((await blocked).fault).toMatchObject({
        kind: 'timeout',
        cause: 'timeout, the broker takes no messages: low on memory',
      })
      expect((await publish(2, systemClock.nowMs(), never)).fault).toBeUndefined()
      expect(publisher.blocked).toBeUndefined()
    },
    { answer: index => (['never', 'blocked', 'unblocked'] as const)[index] ?? 'ack' },
  )
})
