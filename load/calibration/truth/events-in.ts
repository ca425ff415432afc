import type { Stretch } from './truth-server.ts'

/** How many events a window has. */
export interface EventsIn {
  count: number
  /** By how many the two sides may differ: those that happened so shortly before an edge that they were noticed after it. */
  unsure: number
}

/**
 * Counts events by the time at which they happened, for someone who notices each up to `edgeMs` later: what happened before the window began may
 * be noticed in it, and what happened at its end may not.
 *
 * @param timesMs epoch milliseconds
 */
export function eventsIn(timesMs: readonly number[], { startMs, endMs }: Stretch, edgeMs: number): EventsIn {
  const between = (fromMs: number, toMs: number): number =>
    timesMs.filter(timeMs => timeMs >= fromMs && timeMs < toMs).length
  return {
    count: between(startMs, endMs),
    unsure: Math.max(between(startMs - edgeMs, startMs), between(endMs - edgeMs, endMs)),
  }
}
