import type { Timing } from './timing.ts'

/** A time that a platform adds to a call, ms. */
export interface Added {
  ms: number
  /** Whether it is only known to be no less. */
  isLeast: boolean
}

/** A call through a platform, seen from outside. */
export interface SeenCall {
  /** `undefined` where nothing came until the time-out. */
  timing: Pick<Timing, 'ttftMs' | 'totalMs' | 'events'> | undefined
  /** Whether it was answered whole; else it timed out. */
  isWhole: boolean
  /** Of the connection that was opened for it, ms. */
  setUpMs: number
}

/**
 * What a platform adds to a call. Of one that timed out it is the least: that a token had left the provider and had not come. Where as many events came
 * as had left, the provider was waited for, and nothing is known of the last.
 *
 * @param toLeftMs from the arrival of the call at the provider until each event left it, ms; at least one
 * @param timeoutMs from when the call was due
 * @returns what is added to the first token, and to the last where that is known
 */
export function overheadOf(
  { timing, isWhole, setUpMs }: SeenCall,
  toLeftMs: readonly [number, ...number[]],
  timeoutMs: number,
): { first: Added; last?: Added } {
  const added = (seenMs: number, ofProviderMs: number, isLeast: boolean): Added => ({
    ms: Math.max(0, seenMs - ofProviderMs),
    isLeast,
  })
  const [toFirstMs] = toLeftMs
  const toLastMs = toLeftMs.at(-1) ?? toFirstMs
  const waitedMs = timeoutMs - setUpMs
  if (!timing) return { first: added(waitedMs, toFirstMs, true), last: added(waitedMs, toLastMs, true) }
  const first = added(timing.ttftMs, toFirstMs, false)
  if (isWhole) return { first, last: added(timing.totalMs, toLastMs, false) }
  return timing.events < toLeftMs.length ? { first, last: added(waitedMs, toLastMs, true) } : { first }
}
