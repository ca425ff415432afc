/** How often the event loop is probed. */
const PROBE_MS = 5

/** A turn of the event loop that takes longer than this holds up what waits for it. */
const HELD_UP_MS = 10

/** What a probe saw since it was last read; all in ms. */
export interface LoopDelay {
  /** 99th percentile of the delays. */
  p99Ms: number
  /** The sum of the delays of 10 ms or more: the time in which the loop was held up. */
  heldUpMs: number
}

/**
 * Probes how late the thread's event loop turns to what is due. `monitorEventLoopDelay` of Node does the same, but does not tell how long
 * the loop was held up in all; a single request can meet several stalls, and is delayed by their sum.
 */
export class LoopProbe {
  readonly #nowMs: () => number
  #delaysMs: number[] = []
  #dueMs: number
  #timer: NodeJS.Timeout

  /** @param nowMs a monotonic clock in ms. Default: the thread's own. */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
    this.#dueMs = nowMs() + PROBE_MS
    this.#timer = setTimeout(() => this.#probe(), PROBE_MS)
  }

  /** @returns the delays since the last reading, one under way included */
  read(): LoopDelay {
    const nowMs = this.#nowMs()
    const underWayMs = Math.max(0, nowMs - this.#dueMs)
    const delaysMs = [...this.#delaysMs, underWayMs].sort((a, b) => a - b)
    this.#delaysMs = []
    // What was told already is not told again by the next probe.
    this.#dueMs = Math.max(this.#dueMs, nowMs)
    return {
      p99Ms: delaysMs[Math.ceil(0.99 * delaysMs.length) - 1] ?? 0,
      heldUpMs: delaysMs.filter(delayMs => delayMs >= HELD_UP_MS).reduce((sum, delayMs) => sum + delayMs, 0),
    }
  }

  /** Ends the probing. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #probe(): void {
    const nowMs = this.#nowMs()
    this.#delaysMs.push(Math.max(0, nowMs - this.#dueMs))
    this.#dueMs = nowMs + PROBE_MS
    this.#timer = setTimeout(() => this.#probe(), PROBE_MS)
  }
}
