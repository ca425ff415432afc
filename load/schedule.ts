import type { Arrivals } from './arrivals.ts'
import type { Clock } from './clock.ts'
import { LONGEST_TIMER_MS } from './long-timer.ts'
import { longestSleepMs, requireAwake } from './standstill.ts'

/**
 * Timers tell whole milliseconds: an arrival due within one is fired now. Whoever waits for the rest, awake or by another timer, pays with more CPU time
 * than the request itself, or with lateness.
 */
const EARLY_MS = 1

/**
 * So many arrivals that fell due may one turn of the event loop fire. A generator that is behind and never lets the loop turn hears of no answer and no
 * time-out, opens a connection for each arrival, and falls further behind for good.
 */
const MOST_IN_A_TURN = 64

/**
 * Calls `fire` at each arrival's intended time, up to a millisecond before it but not before `startMs`, or as soon after it as the event loop allows: none is skipped, and a stall
 * is followed by all that fell due meanwhile (the open model), 64 at a time, between which the event loop hears of what came; one of a worker that is longer than
 * its run surely waits for it ends the schedule.
 *
 * @param startMs epoch milliseconds of offset 0
 * @param signal ends the schedule early
 * @param fire gets the arrival's index and its intended time (epoch ms); the present, where it is early: nothing is measured from before it began
 * @returns resolves when the last arrival has been fired, or `signal` aborts; rejects with what `fire` throws, and with StandstillError
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
    let awakeMs = clock.nowMs()
    const step = (): void => {
      const most = index + MOST_IN_A_TURN
      try {
        requireAwake(clock.nowMs() - awakeMs)
        while (index < arrivals.count) {
          if (signal?.aborted) break
          const intendedMs = startMs + arrivals.at(index)
          const nowMs = clock.nowMs()
          const waitMs = intendedMs - nowMs
          // None before the schedule itself begins: what is counted begins with it.
          if (waitMs >= EARLY_MS || nowMs < startMs) {
            const timerMs = Math.min(LONGEST_TIMER_MS, longestSleepMs(), Math.max(1, Math.floor(waitMs)))
            awakeMs = nowMs + timerMs
            setTimeout(step, timerMs)
            return
          }
          if (index === most) {
            awakeMs = nowMs
            setImmediate(step)
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
