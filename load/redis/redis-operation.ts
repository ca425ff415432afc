import type { Clock } from '../clock.ts'
import type { Operation } from '../loops/operation.ts'
import { timedOperation } from '../service/timed-operation.ts'
import type { RedisConnections } from './redis-connections.ts'
import { redisFault } from './redis-fault.ts'

/** What is asked of Redis, and what is kept of its replies. */
export interface RedisWork {
  /** @returns the command of an arrival, from 0: `['GET', 'key']` */
  command: (index: number) => readonly string[]
  /** Of each command, from its intended start, ms. */
  timeoutMs: number
  /** @returns what is summed or judged beside its time, by name: `{ hit: 1 }`. Default nothing. */
  read?: (reply: unknown) => Readonly<Record<string, number>> | undefined
}

/** @returns commands, one for each arrival, as operations */
export function redisOperation(
  connections: RedisConnections,
  { command, timeoutMs, read }: RedisWork,
  clock: Clock,
): Operation {
  return timedOperation(
    (index, unit) =>
      void connections
        .send(index, command(index))
        .then(reply => unit.done(read?.(reply)))
        .catch(unit.failed),
    { clock, timeoutMs, faultOf: redisFault },
  )
}
