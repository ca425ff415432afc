import { arrivals } from '../../arrivals.ts'
import type { Clock } from '../../clock.ts'
import { runSchedule } from '../../schedule.ts'
import type { Stretch } from './truth-server.ts'

/** How often the event loop is asked for, and for how long at most. */
const PER_SECOND = 200
const LONGEST_MS = 3_600_000

/** A timer is up to this late of its own: it rounds to whole milliseconds. What arrives by a socket does not wait for one. */
export const TIMER_MS = 1

/**
 * How late the event loop of this thread is for whoever comes at any time. Each tick counts from when it was due: a stall of 100 ms is late
 * for all 20 ticks within it, as it is for all requests, where a histogram of the loop's delay has it once. The timer's own millisecond is taken off.
 */
export class LatenessProbe {
  readonly #ticks: { dueMs: number; lateMs: number }[] = []
  readonly #end = new AbortController()

  constructor(clock: Clock) {
    const ticks = arrivals({ kind: 'constant', perSecond: PER_SECOND, durationMs: LONGEST_MS })
    const startMs = clock.nowMs()
    // By its index, since a tick fired early is handed the present as its time, and may leave the stretch in which it was due.
    const note = (index: number): void => {
      const dueMs = startMs + ticks.at(index)
      this.#ticks.push({ dueMs, lateMs: clock.nowMs() - dueMs })
    }
    void runSchedule(ticks, startMs, clock, note, this.#end.signal)
  }

  /** @returns the lateness of each tick that was due within the stretch, in ms */
  within({ startMs, endMs }: Stretch): number[] {
    return this.#ticks
      .filter(({ dueMs }) => dueMs >= startMs && dueMs < endMs)
      .map(({ lateMs }) => Math.max(0, lateMs - TIMER_MS))
  }

  /** Ends it. */
  stop(): void {
    this.#end.abort()
  }
}
