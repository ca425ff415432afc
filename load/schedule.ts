import type { Arrivals } from './arrivals.ts'
import type { Clock } from './clock.ts'

/**
 * Calls `fire` at each arrival's intended time, or as soon after it as the event loop allows: none is skipped, and a stall is
 * followed by all that fell due meanwhile (the open model).
 *
 * @param startMs epoch milliseconds of offset 0
 * @param signal ends the schedule early
 * @param fire gets the arrival's index and its intended time (epoch ms)
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
          const waitMs = intendedMs - clock.nowMs()
          if (waitMs > 0) {
            setTimeout(step, Math.max(1, Math.floor(waitMs)))
            return
          }
          fire(index++, intendedMs)
        }
        resolve()
      } catch (error) {
        reject(error)
      }
    }
    step()
  })
}
