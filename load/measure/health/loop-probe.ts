import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ELDHistogram } from 'node:perf_hooks'

/** How often the event loop is probed, ms. */
const PROBE_MS = 5

/** Timers of libuv tell whole milliseconds: a probe may be so late of its own. */
const LEAST_HELD_UP_MS = 2

/** What a probe saw since it was last read; all in ms. */
export interface LoopDelay {
  /** 99th percentile of the delays. */
  p99Ms: number
  /** The sum of the delays that hold the loop up. */
  heldUpMs: number
}

/** What the probe needs of Node's histogram of the times between its ticks, in nanoseconds. */
export type TickHistogram = Pick<
  ELDHistogram,
  'count' | 'mean' | 'percentile' | 'reset' | 'enable' | 'disable'
>

/**
 * Probes how late the thread's event loop turns to what is due, by Node's own monitor: a timer in JavaScript was seen to take 1.9 % of a core to do the
 * same. The monitor keeps a histogram, and a single request can meet several stalls and is delayed by their sum; so the longest are asked for by
 * their rank, one after the other, until they hold nothing up.
 *
 * After a reading the monitor notes nothing before its second tick: until then one timer watches.
 */
export class LoopProbe {
  readonly #nowMs: () => number
  readonly #heldUpFromMs: number
  readonly #ticks: TickHistogram
  #cover: NodeJS.Timeout | undefined
  #coverDueMs = 0
  /** What the timer saw. */
  #coveredMs = 0
  /** Where the ticks that are noted begin, within a probe's interval; `undefined` before there can be any. */
  #beganMs: number | undefined

  /**
   * @param heldUpFromMs a turn of the event loop that takes longer than this holds up what waits for it; below 2 is 2. Default 10.
   * @param nowMs a monotonic clock in ms. Default: the thread's own.
   * @param ticks default: Node's monitor, every 5 ms
   */
  constructor(
    heldUpFromMs = 10,
    nowMs: () => number = () => performance.now(),
    ticks: TickHistogram = monitorEventLoopDelay({ resolution: PROBE_MS }),
  ) {
    this.#nowMs = nowMs
    this.#heldUpFromMs = Math.max(LEAST_HELD_UP_MS, heldUpFromMs)
    this.#ticks = ticks
    ticks.enable()
    this.#startCover()
  }

  /** @returns the delays since the last reading, one under way included: that by up to 5 ms too short */
  read(): LoopDelay {
    const { count } = this.#ticks
    const beside = [this.#underWayMs(), this.#coveredMs]
    const total = count + beside.length
    // Of so many values the smallest is the 99th percentile by nearest rank.
    const highest = total - Math.ceil(0.99 * total) + 1
    const longestMs = [...beside]
    for (let rank = count; rank > 0; rank--) {
      const delayMs = this.#ticks.percentile((100 * rank) / count) / 1e6 - PROBE_MS
      if (delayMs < this.#heldUpFromMs && count - rank >= highest) break
      longestMs.push(Math.max(0, delayMs))
    }
    longestMs.sort((a, b) => b - a)
    this.#ticks.reset()
    clearTimeout(this.#cover)
    this.#coveredMs = 0
    this.#startCover()
    return {
      p99Ms: longestMs[highest - 1] ?? 0,
      heldUpMs: longestMs.filter(ms => ms >= this.#heldUpFromMs).reduce((sum, ms) => sum + ms, 0),
    }
  }

  /** Ends the probing. */
  stop(): void {
    clearTimeout(this.#cover)
    this.#ticks.disable()
  }

  #startCover(): void {
    const dueMs = this.#nowMs() + PROBE_MS
    this.#beganMs = undefined
    this.#coverDueMs = dueMs
    this.#cover = setTimeout(() => {
      const nowMs = this.#nowMs()
      this.#beganMs = nowMs
      this.#coveredMs = Math.max(0, nowMs - dueMs)
      // The monitor may have its second tick in the same stall.
      if (this.#coveredMs >= this.#heldUpFromMs) this.#ticks.reset()
    }, PROBE_MS)
  }

  #underWayMs(): number {
    const lastMs =
      this.#beganMs === undefined
        ? this.#coverDueMs - PROBE_MS
        : this.#beganMs + (this.#ticks.count > 0 ? (this.#ticks.count * this.#ticks.mean) / 1e6 : 0)
    return Math.max(0, this.#nowMs() - lastMs - PROBE_MS)
  }
}
