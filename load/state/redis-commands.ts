import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import { withHealth } from '../measure/health/with-health.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { RedisConnections } from '../redis/redis-connections.ts'
import { redisOperation } from '../redis/redis-operation.ts'
import { stateOf } from './state-of.ts'

/** Commands to a service by its own protocol. Serialisable. */
export interface CommandOptions {
  url: string
  /** How the names of all begin that is written: it is removed at the end. Keys that are not, die out. */
  prefix: string
  /** Commands a second, of each kind. */
  perSecond: number
  durationMs: number
  /** Of each command, from its intended start, ms. Default 10 000. */
  timeoutMs?: number
  /** Less lateness of the generator than this is none, ms. Default 10. */
  lateFromMs?: number
}

/** So many states are there. */
const KEYS = 1000

/** Keys that are not removed in the end die out so long after, ms. */
const DIES_AFTER_MS = 600_000

/** What is asked, by its name. */
const COMMANDS = {
  GET: (key: string): string[] => ['GET', key],
  SET: (key: string, index: number): string[] => ['SET', key, stateOf(index), 'PX', String(DIES_AFTER_MS)],
} as const

/**
 * Reads and writes states of 500 bytes as a cache of them does, at intended times.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `redis.latency`, `redis.service` and `redis.errors` of each command (label `command`)
 * @throws ServiceError when Redis can't be used
 */
export async function measureRedisCommands(
  options: CommandOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { url, prefix, perSecond, durationMs, timeoutMs = 10_000 } = options
  const connections = await RedisConnections.open({ url, connections: 4 })
  const keys = Array.from({ length: KEYS }, (_, key) => `${prefix}direct:${key}`)
  try {
    await Promise.all(keys.map((key, index) => connections.send(index, COMMANDS.SET(key, index))))
    return await withHealth('redis', options, { clock, recording }, async ({ health, startMs }) => {
      const givingUp = new GivingUp(clock)
      const arrivals = { kind: 'constant', perSecond, durationMs } as const
      const streams = Object.entries(COMMANDS).map(([name, of]) => ({
        operation: redisOperation(
          connections,
          { command: index => of(keys[index % KEYS] ?? '', index), timeoutMs },
          clock,
        ),
        arrivals,
        record: new OperationRecord(
          { metric: 'redis', labels: { command: name }, timeoutMs, startMs },
          recording,
        ),
      }))
      await runOpenLoop(streams, startMs, { health, clock, givingUp })
      return (window, doubts) => streams.flatMap(({ record }) => record.measurements(window, doubts))
    })
  } finally {
    await connections.send(0, ['UNLINK', ...keys]).catch(() => 'they die out')
    connections.close()
  }
}
