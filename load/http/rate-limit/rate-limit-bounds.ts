import type { RateLimitOptions } from './rate-limit-options.ts'

/** Requests sent at once, and how many of them were let in and refused: what is neither broke, and may have been let in. */
export interface Burst {
  sent: number
  letIn: number
  refused: number
  /** Epoch ms at which the first was sent. */
  startMs: number
  /** Epoch ms of the last answer. */
  endMs: number
}

type Limit = Pick<RateLimitOptions, 'limit' | 'windowMs'>

/** The most that a burst within one window can have let in: a bucket of tokens fills again while it is emptied. */
const mostInAWindow = ({ startMs, endMs }: Burst, { limit, windowMs }: Limit): number =>
  Math.floor(limit * (1 + (endMs - startMs) / windowMs))

/** @returns whether a burst was surely let in less than the limit allows, for whatever reason: others may have used it */
export const isBelow = (burst: Burst, limit: Limit): boolean => surelyRefused(burst, limit) > 0

/** @returns whether a burst was let in more than one window allows, for whatever reason: a window may have turned over */
export const isBeyond = (burst: Burst, limit: Limit): boolean => burst.letIn > mostInAWindow(burst, limit)

/** @param burst one that came after a quiet window @returns requests refused although they were within the limit */
export const surelyRefused = ({ sent, refused }: Burst, { limit }: Limit): number =>
  Math.max(0, limit - (sent - refused))

/**
 * Where the first burst was let in too much and the limiter is right, a window turned over in the middle of it, and others do so a whole number of
 * windows later. A second burst that came between two such moments lay within one window. Of any other, windows may have turned over in it as
 * often as they fit in, once more for the one that was under way, and each lets in the limit.
 *
 * @param second a burst that came after a quiet window
 * @returns requests of the second burst that no window can explain
 */
export function surelyBeyond(first: Burst, second: Burst, limit: Limit): number {
  const { windowMs } = limit
  const turns = Math.floor((second.startMs - first.endMs) / windowMs)
  const isWithinOne = isBeyond(first, limit) && second.endMs < first.startMs + (turns + 1) * windowMs
  const windows = 2 + Math.floor((second.endMs - second.startMs) / windowMs)
  const most = isWithinOne ? mostInAWindow(second, limit) : windows * limit.limit
  return Math.max(0, second.letIn - most)
}
