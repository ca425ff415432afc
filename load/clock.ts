/** Where time comes from. Measuring code takes a clock, so that tests can hand it a manual one. */
export interface Clock {
  /** Milliseconds since the Unix epoch, monotonic, with microsecond resolution. */
  nowMs(): number
}

/** A clock that threads can share: its zero is the machine's monotonic clock, which all threads and processes read alike. */
export interface SharedClock extends Clock {
  /** Epoch milliseconds at the zero of the monotonic clock; hand it to `createClock` in another thread. */
  readonly epochOffsetMs: number
  /** Goes by another's offset from now on, forwards or back: nothing that is measured may be under way. */
  follow(epochOffsetMs: number): void
}

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * How far the monotonic clock is ahead of this thread's `performance.now()`: of several pairs of reads the one taken closest together,
 * because a thread may be put aside between the two.
 */
function monotonicAheadMs(): number {
  let best = { gapMs: Number.POSITIVE_INFINITY, aheadMs: 0 }
  for (let pair = 0; pair < 10; pair++) {
    const before = performance.now()
    const monotonic = monotonicMs()
    const gapMs = performance.now() - before
    if (gapMs < best.gapMs) best = { gapMs, aheadMs: monotonic - before - gapMs / 2 }
  }
  return best.aheadMs
}

/**
 * A clock on the epoch, from the machine's monotonic clock.
 *
 * `performance.timeOrigin` is taken anew in each thread and was seen to differ by up to 2 ms between threads of one process,
 * which would pass for latency; so one thread chooses the offset and hands it to the others.
 *
 * @param epochOffsetMs offset chosen by another thread. Default: chosen here, from this thread's `performance.timeOrigin`.
 */
export function createClock(epochOffsetMs?: number): SharedClock {
  let offsetMs = epochOffsetMs ?? performance.timeOrigin - monotonicAheadMs()
  let correctionMs = offsetMs + monotonicAheadMs()
  return {
    get epochOffsetMs() {
      return offsetMs
    },
    nowMs: () => correctionMs + performance.now(),
    follow(other) {
      correctionMs += other - offsetMs
      offsetMs = other
    },
  }
}

/** The clock of this process: its threads go by it. A worker's goes by that of the machine that it works for. */
export const systemClock: SharedClock = createClock()
