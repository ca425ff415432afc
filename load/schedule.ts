import type { Arrivals } from './arrivals.ts'
import type { Clock } from './clock.ts'

/**
 * Timers tell whole milliseconds: an arrival due within one is fired now. Whoever waits for the rest, awake or by another timer, pays with more CPU time
 * than the request itself, or with lateness.
 */
const EARLY_MS = 1

/**
 * Calls `fire` at each arrival's intended time, up to a millisecond before it but not before `startMs`, or as soon after it as the event loop allows: none is skipped, and a stall
 * is followed by all that fell due meanwhile (the open model).
 *
 * @param startMs epoch milliseconds of offset 0
 * @param signal ends the schedule early
 * @param fire gets the arrival's index and its intended time (epoch ms); the present, where it is early: nothing is measured from before it began
 * @returns resolves when the last arrival has been fired, or `signal` aborts; rejects with what `fire` throws
 */
export function runSchedule(
  arrivals: Arrivals,
  startMs: number,
  clock: Clock,
  fire: (index: number, intendedMs: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let index = 0
    const step = (): void => {
      try {
        while (index < arrivals.count) {
          if (signal?.aborted) break
          const intendedMs = startMs + arrivals.at(index)
          const nowMs = clock.nowMs()
          const waitMs = intendedMs - nowMs
          // None before the schedule itself begins: what is counted begins with it.
          if (waitMs >= EARLY_MS || nowMs < startMs) {
            setTimeout(step, Math.max(1, Math.floor(waitMs)))
            return
          }
          fire(index++, Math.min(intendedMs, nowMs))
        }
        resolve()
      } catch (error) {
        reject(error)
      }
    }
    step()
  })
}
