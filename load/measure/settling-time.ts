import { readBlocks } from './distribution.ts'
import type { Distribution } from './distribution.ts'
import type { HistogramData } from './measurement.ts'

/** Latency has settled when its 95th percentile is at most so many times what it was before. */
const SETTLED_FACTOR = 2

/** Differences below this, in ms, are nobody's concern: a target that answers in 1 ms need not come back to 2. */
const SETTLED_MS = 10

const PERCENTILE = 95

/**
 * How long latency takes to settle after a disturbance: until the first block (a second, in a run of up to ten minutes) from which
 * on every block's 95th percentile is at most twice that of the time before, or within 10 ms of it.
 *
 * @param latency in ms, in blocks of time by the intended start
 * @param disturbance epoch ms
 * @returns ms from the end of the disturbance to the beginning of that block, 0 when it was settled at once; `undefined` when it did not settle, or
 * nothing is known of the time before or after
 */
export function settlingTimeMs(
  latency: HistogramData,
  { startMs, endMs }: { startMs: number; endMs: number },
): number | undefined {
  const blocks = readBlocks(latency)
  const before = blocks.filter(block => block.startMs + block.spanMs <= startMs)
  const after = blocks.filter(block => block.startMs + block.spanMs > endMs)
  if (before.length === 0 || after.length === 0) return undefined
  const usual = percentileOf(before)
  const settled = Math.max(SETTLED_FACTOR * usual, usual + SETTLED_MS)
  const last = after.findLast(block => block.percentile(PERCENTILE) > settled)
  if (!last) return 0
  const next = after[after.indexOf(last) + 1]
  return next && Math.max(0, next.startMs - endMs)
}

/** Of all values of some blocks. */
function percentileOf(blocks: readonly Distribution[]): number {
  const buckets = blocks.flatMap(block => block.buckets()).sort(([a], [b]) => a - b)
  let left = (PERCENTILE / 100) * blocks.reduce((sum, { n }) => sum + n, 0)
  return buckets.find(([, count]) => (left -= count) <= 0)?.[0] ?? 0
}
