import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findInPackages } from '../../../fixtures/services/sources/from-packages.ts'
import { findOnPath } from '../../../fixtures/services/sources/on-path.ts'
import { redis } from '../../../fixtures/services/kinds/redis.ts'
import { systemClock } from '../../../load/clock.ts'
import { runClosedLoop } from '../../../load/loops/closed-loop.ts'
import { RedisConnections } from '../../../load/redis/redis-connections.ts'
import { redisOperation } from '../../../load/redis/redis-operation.ts'
import { percentilesOf, VALUE } from './contest.ts'

/** Clients at once, each of which asks again when it is answered. Few, so that it is Redis that is measured, and not what asks. */
const CLIENTS = 2

/** What was found: answers a second, and how long they took. */
export interface Closed {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

/** @returns what redis-benchmark tells of a closed loop of SETs @throws UnusableError when it can't be had */
export async function redisBenchmark(url: string, times: number): Promise<Closed> {
  const kind = { ...redis, programs: { benchmark: ['redis-benchmark'] } }
  const { programs, env } = await findOnPath(kind, process.env['PATH'] ?? '').catch(() =>
    findInPackages(kind),
  )
  const { hostname, port } = new URL(url)
  const args = ['-h', hostname, '-p', port, '-t', 'set', '-d', `${VALUE.length}`, '-n', `${times}`]
  const { stdout } = await promisify(execFile)(
    programs['benchmark'] ?? '',
    [...args, '-c', `${CLIENTS}`, '--csv'],
    { env: { ...process.env, ...env } },
  )
  return closedIn(stdout)
}

/** @param csv what redis-benchmark prints with `--csv` */
export function closedIn(csv: string): Closed {
  const [head = [], row = []] = csv
    .trim()
    .split('\n')
    .map(line => line.split(',').map(cell => cell.replaceAll('"', '')))
  const of = (name: string): number => Number(row[head.indexOf(name)])
  return { perSecond: of('rps'), p50Ms: of('p50_latency_ms'), p99Ms: of('p99_latency_ms') }
}

/** @returns the same of our operations in our closed loop */
export async function closedLoop(url: string, prefix: string, times: number): Promise<Closed> {
  const connections = await RedisConnections.open({ url, connections: CLIENTS })
  const command = (): string[] => ['SET', `${prefix}closed`, VALUE]
  const operation = redisOperation(connections, { command, timeoutMs: 10_000 }, systemClock)
  try {
    await runClosedLoop({ operation, clients: CLIENTS, times: Math.min(2000, times) }, systemClock)
    const timesMs: number[] = []
    const startMs = systemClock.nowMs()
    await runClosedLoop(
      {
        operation,
        clients: CLIENTS,
        times,
        heard: ({ startMs: begunMs, endMs, fault }) => {
          if (!fault) timesMs.push(endMs - begunMs)
        },
      },
      systemClock,
    )
    return { perSecond: (1000 * times) / (systemClock.nowMs() - startMs), ...percentilesOf(timesMs) }
  } finally {
    await connections.send(0, ['UNLINK', `${prefix}closed`])
    connections.close()
  }
}
