import { setTimeout as delay } from 'node:timers/promises'
import { drainOf, leftAt } from '../account/drain.ts'
import type { Drain, Left } from '../account/drain.ts'
import type { Ledger } from '../account/ledger.ts'
import type { Clock } from '../clock.ts'
import type { QueueWatch } from './queue-watch.ts'

/** The queues have to be empty so long after the last event, ms. */
const DRAINED_MS = 5000

/** So long after the last event what was confirmed may still arrive before it counts as lost, ms. */
const SETTLED_MS = 10_000

/** How often what was told is looked through, ms. */
const EVERY_MS = 100

/**
 * Waits until the queues are empty and each event is accounted for, at most 10 s.
 *
 * @param lastMs when the last event was sent or last told of, epoch ms
 * @param everyMs how often it is looked. Default 100.
 * @returns whether nothing is left; and what was left 5 s after the last event
 */
export async function drained(
  watch: Pick<QueueWatch, 'told' | 'untold'>,
  ledger: Pick<Ledger, 'open'>,
  lastMs: number,
  clock: Clock,
  everyMs = EVERY_MS,
): Promise<{ drain: Drain; left: Left }> {
  for (;;) {
    const { counts, staleMs } = watch.told
    const drain = drainOf(counts, lastMs, staleMs)
    const { untold } = watch
    const isOver = (drain.kind === 'drained' || untold !== undefined) && ledger.open === 0
    if (isOver || clock.nowMs() > lastMs + SETTLED_MS) {
      const left = leftAt(lastMs + DRAINED_MS, counts, lastMs, staleMs)
      return { drain, left: untold === undefined ? left : { kind: 'unknown', why: untold } }
    }
    await delay(everyMs)
  }
}
