import { LONGEST_TIMER_MS } from './long-timer.ts'

/** How a client that lost its connection comes back. */
export interface ReconnectPolicy {
  /** Milliseconds that the first wait is at most. */
  baseMs: number
  /** Milliseconds that no wait exceeds. */
  capMs: number
  /** `full`: anywhere between 0 and the wait, so that a herd spreads; `none`: exactly the wait. */
  jitter: 'full' | 'none'
  /** A connection from which nothing is heard for this long is given up: its peer may be gone without having said so. Milliseconds. */
  silenceMs: number
}

/**
 * What most client libraries do: full jitter from 250 ms, doubled with each failure, at most 5 s
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export const COMMON_RECONNECT: ReconnectPolicy = { baseMs: 250, capMs: 5000, jitter: 'full', silenceMs: 3000 }

/**
 * @param failures tries that failed in a row, from 0
 * @param random gives numbers in [0, 1)
 * @returns milliseconds until the next try, at most 24.8 days
 */
export function backOffMs(
  { baseMs, capMs, jitter }: ReconnectPolicy,
  failures: number,
  random: () => number,
): number {
  const waitMs = Math.min(capMs, baseMs * 2 ** failures, LONGEST_TIMER_MS)
  return jitter === 'full' ? random() * waitMs : waitMs
}
