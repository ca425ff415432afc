/** Where time comes from. Measuring code takes a clock, so that tests can hand it a manual one. */
export interface Clock {
  /** Milliseconds since the Unix epoch, monotonic within a process, microsecond resolution. */
  nowMs(): number
}

/** The process's monotonic clock placed on the epoch (`performance.timeOrigin + performance.now()`). */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
}
