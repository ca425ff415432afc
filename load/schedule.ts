import type { Arrivals } from './arrivals.ts'
import type { Clock } from './clock.ts'

/** Timers tell whole milliseconds: an arrival due within half of one is fired now, not a whole one later. */
const EARLY_MS = 0.5

/**
 * Before an arrival that comes this long after the last, the rest of a millisecond that no timer tells is waited for awake. It was seen to take
 * 3 % of a core at 100 arrivals a second; were they closer together, it would take all of it.
 */
const RARE_MS = 8

/**
 * Calls `fire` at each arrival's intended time, or as soon after it as the event loop allows: none is skipped, and a stall is followed by all that
 * fell due meanwhile (the open model). Where arrivals are less than 8 ms apart, timers tell the time: up to half a millisecond early, or one late.
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
    let isRare = false
    const step = (): void => {
      try {
        while (index < arrivals.count) {
          if (signal?.aborted) break
          const intendedMs = startMs + arrivals.at(index)
          const nowMs = clock.nowMs()
          const waitMs = intendedMs - nowMs
          isRare ||= waitMs >= RARE_MS
          if (waitMs > (isRare ? 0 : EARLY_MS)) {
            if (isRare && waitMs < 1) setImmediate(step)
            else setTimeout(step, isRare ? Math.floor(waitMs) : Math.max(1, Math.round(waitMs)))
            return
          }
          isRare = false
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
