import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { FleetClient, Pool } from './fleet-client.ts'

/** For so long a pool that does not tell is asked again, ms; and how often. */
const AGAIN = { withinMs: 3000, everyMs: 100 }

/** @returns a sentence of why there is no number of these */
export const whyUntold = ({ fault }: Pick<Pool, 'fault'>, what: 'agents' | 'hosts'): string =>
  fault === undefined
    ? `The answer about the pool has no number of ${what} at the place that the target names.`
    : `The pool could not be asked: ${fault}.`

/**
 * Asks a pool, again for 3 s where it does not tell what is wanted: one failed answer is no pool without agents.
 *
 * @param withinMs for how long it is asked again, ms. Default 3 s.
 * @returns what it told last; `undefined` where the target names no pool
 */
export async function askPool(
  client: FleetClient,
  clock: Clock,
  isTold: (pool: Pool) => boolean,
  withinMs = AGAIN.withinMs,
): Promise<Pool | undefined> {
  const untilMs = clock.nowMs() + withinMs
  for (;;) {
    const pool = await client.pool()
    if (!pool || isTold(pool) || clock.nowMs() >= untilMs) return pool
    await delay(AGAIN.everyMs)
  }
}
