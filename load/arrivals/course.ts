/** How many arrivals are promised up to each moment: the integral of the rate, with a jump of `n` where `n` come at once. */
export interface Course {
  /** Length in milliseconds. */
  readonly durationMs: number
  /** Arrivals promised by the end, not always a whole number. */
  readonly total: number
  /**
   * The last offset (ms) up to which no more than `promised` arrivals, from 0 to below `total`, are promised. This is where arrival number
   * `promised` (0-based) belongs: one that falls due while the rate is 0 waits for the rate to return.
   */
  reaches(promised: number): number
}

/** The share of an arrival that rounding may add or take, far above what it does in a total of 1e9 and far below what can be seen. */
const ROUNDING = 1e-6

/**
 * @returns the whole number that a count of arrivals means when only rounding keeps it from one, else the count as it is. Fifty
 * a second for 1.1 s are 55, though the product is 55.00000000000001
 */
export function snapped(promised: number): number {
  const whole = Math.round(promised)
  return Math.abs(promised - whole) < ROUNDING ? whole : promised
}
