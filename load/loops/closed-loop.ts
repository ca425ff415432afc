import type { Clock } from '../clock.ts'
import type { Operation, Outcome } from './operation.ts'

/** Who does what, and for how long: at least one of `times`, `untilMs` and `signal` ends it. */
export interface ClosedLoopOptions {
  operation: Operation
  /** Each has one unit of work under way, and begins the next when it is over. 1 or more. */
  clients: number
  /** Units of work begun in all. Default: no end. */
  times?: number
  /** When no more is begun, epoch ms. Default: never. */
  untilMs?: number
  /** So many are begun, however long it takes. Default 0. */
  atLeast?: number
  /** Aborted when no more is to be begun. Default: never. */
  signal?: AbortSignal
  /** Is told how each ended, and when it was due: when its client was free for it. */
  heard?: (outcome: Outcome, intendedMs: number) => void
}

const NEVER = new AbortController().signal

/**
 * Begins a client's next unit of work as soon as its last is over (the closed model): as many come back as the target has room for, and a target that
 * stalls is asked less.
 *
 * @returns resolves when all that was begun is over; rejects with what an operation throws, which it never should
 */
export async function runClosedLoop(
  {
    operation,
    clients,
    times = Number.POSITIVE_INFINITY,
    untilMs = Number.POSITIVE_INFINITY,
    atLeast = 0,
    signal = NEVER,
    heard,
  }: ClosedLoopOptions,
  clock: Clock,
): Promise<void> {
  let next = 0
  const client = async (): Promise<void> => {
    while (next < times && !signal.aborted) {
      const intendedMs = clock.nowMs()
      if (intendedMs >= untilMs && next >= atLeast) return
      const outcome = await operation(next++, intendedMs, signal)
      heard?.(outcome, intendedMs)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}
