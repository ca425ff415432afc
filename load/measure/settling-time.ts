import { mergeHistograms, readBlocks, readWhole } from './histogram.ts'
import type { HistogramData } from './measurement.ts'

/** Latency has settled when its 95th percentile is at most so many times what it was before. */
const SETTLED_FACTOR = 2

/** Differences below this, in ms, are nobody's concern: a target that answers in 1 ms need not come back to 2. */
const SETTLED_MS = 10

const PERCENTILE = 95

/**
 * How long latency takes to settle after a disturbance: until the first second from which on every second's 95th percentile is at most twice that
 * of the time before, or within 10 ms of it.
 *
 * @param latency in ms, in blocks of a second by the intended start
 * @param disturbance epoch ms
 * @returns ms from the end of the disturbance to the beginning of that second, 0 when it was settled at once; `undefined` when it did not settle, or
 * nothing is known of the time before or after
 */
export function settlingTimeMs(
  latency: HistogramData,
  { startMs, endMs }: { startMs: number; endMs: number },
): number | undefined {
  const before = latency.blocks.filter(block => block.startMs + 1000 <= startMs)
  const after = readBlocks(latency).filter(block => block.startMs + 1000 > endMs)
  if (before.length === 0 || after.length === 0) return undefined
  const usual = readWhole(mergeHistograms([{ ...latency, blocks: before }])).percentile(PERCENTILE)
  const settled = Math.max(SETTLED_FACTOR * usual, usual + SETTLED_MS)
  const last = after.findLast(block => block.percentile(PERCENTILE) > settled)
  if (!last) return 0
  const next = after[after.indexOf(last) + 1]
  return next && Math.max(0, next.startMs - endMs)
}
