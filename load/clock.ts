/** Where time comes from. Measuring code takes a clock, so that tests can hand it a manual one. */
export interface Clock {
  /** Milliseconds since the Unix epoch, monotonic, with microsecond resolution. */
  nowMs(): number
}

/** A clock that threads can share: its zero is the machine's monotonic clock, which all threads and processes read alike. */
export interface SharedClock extends Clock {
  /** Epoch milliseconds at the zero of the monotonic clock; hand it to `createClock` in another thread. */
  readonly epochOffsetMs: number
}

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * A clock on the epoch, from the machine's monotonic clock.
 *
 * `performance.timeOrigin` is taken anew in each thread and was seen to differ by up to 2 ms between threads of one process,
 * which would pass for latency; so one thread chooses the offset and hands it to the others.
 *
 * @param epochOffsetMs offset chosen by another thread. Default: chosen here, from this thread's `performance.timeOrigin`.
 */
export function createClock(epochOffsetMs?: number): SharedClock {
  const offsetMs = epochOffsetMs ?? performance.timeOrigin + performance.now() - monotonicMs()
  const correctionMs = offsetMs + monotonicMs() - performance.now()
  return { epochOffsetMs: offsetMs, nowMs: () => correctionMs + performance.now() }
}

/** The clock of this process: every thread that it starts is given its offset. */
export const systemClock: SharedClock = createClock()
