import type { Arrivals } from '../arrivals.ts'
import type { Stretch } from './truth/truth-server.ts'

/**
 * How long each arrival has to wait, from its intended start, for a server that freezes: until the freeze ends, when its answer falls due within
 * it, else as long as the server usually takes.
 *
 * @param startMs intended start of the first, epoch ms
 * @param usualMs the server's usual service time
 * @returns ms, for each arrival in turn
 */
export function frozenLatencies(
  arrivals: Arrivals,
  startMs: number,
  usualMs: number,
  freezes: readonly Stretch[],
): number[] {
  return Array.from({ length: arrivals.count }, (_, index) => {
    const intendedMs = startMs + arrivals.at(index)
    const dueMs = intendedMs + usualMs
    const freeze = freezes.find(one => dueMs >= one.startMs && dueMs < one.endMs)
    return freeze ? freeze.endMs - intendedMs : usualMs
  })
}
