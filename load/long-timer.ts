/** The longest that one of Node's timers waits, ms, 24.8 days: it takes more for 1. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** A wait that may be of any length. */
export interface LongTimer {
  /** Ends it before it is over. */
  cancel(): void
}

/**
 * `setTimeout` for waits of any length: also more than 24.8 days, also for ever.
 *
 * @param waitMs from 0; what is no number, or below 0, is over at once
 */
export function longTimer(over: () => void, waitMs: number): LongTimer {
  let timer: NodeJS.Timeout
  const wait = (leftMs: number): void => {
    timer =
      leftMs > LONGEST_TIMER_MS
        ? setTimeout(() => wait(leftMs - LONGEST_TIMER_MS), LONGEST_TIMER_MS)
        : // Node.js warns of what is below 0 or no number.
          setTimeout(over, leftMs > 0 ? leftMs : 0)
  }
  wait(waitMs)
  return { cancel: () => clearTimeout(timer) }
}

/** Waits so long, ms, or until `signal` aborts; it never rejects. */
export function longWait(waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const over = (): void => {
      timer.cancel()
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = longTimer(over, waitMs)
    signal.addEventListener('abort', over)
  })
}
