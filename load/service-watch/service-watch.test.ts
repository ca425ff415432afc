import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { amqpFiguresIn } from '../amqp/amqp-figures.ts'
import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { respServer } from '../redis/testing/resp-server.ts'
import { listening } from '../testing/listening.ts'
import { ServiceWatch } from './service-watch.ts'
import type { Watchable } from './service-watch.ts'

/** Watches until `isEnough`, and ends. @returns the values of each figure */
async function watch(service: Watchable, isEnough: () => boolean): Promise<Record<string, number[]>> {
  const watching = new ServiceWatch(systemClock, 5)
  watching.add(service)
  watching.add(service)
  await expect.poll(isEnough, { intervals: [5] }).toBe(true)
  return Object.fromEntries((await watching.end()).map(one => [one.metric, valuesOf(one)]))
}

const valuesOf = ({ data }: Measurement): number[] =>
  data.kind === 'series' ? data.points.map(([, value]) => value) : []

/** A Redis that answers the questions for its figures with these, the last of them again and again; `undefined`: with an error. */
async function toldBy(...infos: readonly (string | undefined)[]): Promise<Record<string, number[]>> {
  let asked = 0
  await using server = await respServer(([name]) => {
    if (name !== 'INFO') return name === 'PING' ? '+PONG\r\n' : '+OK\r\n'
    const info = infos[Math.min(asked++, infos.length - 1)]
    return info === undefined ? '-LOADING in memory\r\n' : `$${info.length}\r\n${info}\r\n`
  })
  return await watch(
    { name: 'redis', url: `redis://127.0.0.1:${server.port}` },
    () => asked > infos.length + 2,
  )
}

const info = (hits: number, misses: number, evictions = 0): string =>
  `connected_clients:4\r\nused_memory:5000\r\nkeyspace_hits:${hits}\r\nkeyspace_misses:${misses}\r\nevicted_keys:${evictions}\r\n`

test('the hit rate of Redis is of what was asked for between two looks, without a share of nothing', async () => {
  const told = await toldBy(info(1000, 1000), info(1030, 1010), info(1030, 1010))
  expect(told['services.hits']).toEqual([0.75])
  expect(new Set(told['services.connections'])).toEqual(new Set([3]))
  expect(new Set(told['services.memory'])).toEqual(new Set([5000]))
  expect(new Set(told['services.evictions'])).toEqual(new Set([0]))
})

test('a Redis that began anew tells no rate of before and after, and one that refuses leaves a gap', async () => {
  const told = await toldBy(info(1000, 1000, 50), undefined, info(5, 5), info(6, 8))
  expect(told['services.hits']).toEqual([0.25])
  expect(Math.min(...told['services.evictions']!)).toBe(0)
})

test('a page of metrics of RabbitMQ tells its depth, connections and memory', async () => {
  const page = [
    '# TYPE rabbitmq_connections gauge',
    'rabbitmq_connections 7',
    'rabbitmq_queue_messages_ready 20',
    'rabbitmq_queue_messages_unacked 3',
    'rabbitmq_queue_messages_ready_bytes 99999',
    'rabbitmq_process_resident_memory_bytes 1.5e+08',
    '',
  ].join('\n')
  expect(amqpFiguresIn(page)).toEqual({ depth: 23, connections: 7, memoryBytes: 150_000_000 })
  const labelled = page.replace(
    'rabbitmq_queue_messages_unacked 3',
    'rabbitmq_queue_messages_unacked{queue="a}b", vhost="/"} 1\nrabbitmq_queue_messages_unacked{queue="c",} 2 1395066363000',
  )
  expect(amqpFiguresIn(labelled)).toMatchObject({ depth: 23 })
  expect(() => amqpFiguresIn(page.replace('rabbitmq_queue_messages_unacked 3', ''))).toThrow(
    'The page has no rabbitmq_queue_messages_unacked.',
  )
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.end(page)
  })
  const told = await listening(server, origin =>
    watch({ name: 'rabbitmq', metrics: `${origin}/metrics` }, () => asked > 2),
  )
  expect(new Set(told['services.depth'])).toEqual(new Set([23]))
  expect(new Set(told['services.connections'])).toEqual(new Set([7]))
})

test('a service that cannot be asked tells nothing', async () => {
  const watching = new ServiceWatch(systemClock, 5)
  watching.add({ name: 'redis', url: 'redis://127.0.0.1:1' })
  watching.add({ name: 'rabbitmq', metrics: undefined })
  expect(await watching.end()).toEqual([])
})
