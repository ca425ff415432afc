import { BLOCK_MS } from '../blocks/block-length.ts'
import type { Doubt } from '../measurement.ts'

/**
 * How long a value that began in a span may have waited for a late generator, ms: one that took as long as it may, in the end. It was under way for all that it
 * waited too, which may bring it into further seconds.
 *
 * @param startMs begin of the span, epoch ms
 * @param endMs end of the span and as long as the value may take, epoch ms
 */
export function waited(
  { seconds, spanMs = BLOCK_MS }: Extract<Doubt, { kind: 'generator-late' }>,
  startMs: number,
  endMs: number,
): number {
  let sumMs = 0
  for (const [second, lateMs] of seconds) {
    if (second > endMs + sumMs) break
    if (second + spanMs <= startMs) continue
    const underWayMs = Math.min(endMs + sumMs, second + spanMs) - Math.max(startMs, second)
    sumMs += lateMs * Math.max(1, Math.ceil(underWayMs / BLOCK_MS))
  }
  return sumMs
}
