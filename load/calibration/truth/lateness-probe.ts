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
  readonly #ticks: { atMs: number; lateMs: number }[] = []
  readonly #end = new AbortController()

  constructor(clock: Clock) {
    const ticks = arrivals({ kind: 'constant', perSecond: PER_SECOND, durationMs: LONGEST_MS })
    const note = (_: number, atMs: number): void =>
      void this.#ticks.push({ atMs, lateMs: clock.nowMs() - atMs })
    void runSchedule(ticks, clock.nowMs(), clock, note, this.#end.signal)
  }

  /** @returns the lateness of each tick that was due within the stretch, in ms */
  within({ startMs, endMs }: Stretch): number[] {
    return this.#ticks
      .filter(({ atMs }) => atMs >= startMs && atMs < endMs)
      .map(({ lateMs }) => Math.max(0, lateMs - TIMER_MS))
  }

  /** Ends it. */
  stop(): void {
    this.#end.abort()
  }
}
