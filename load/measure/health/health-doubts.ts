import type { HealthReport, HealthSecond } from './generator-health.ts'
import { BLOCK_MS } from '../blocks/block-length.ts'
import { readBlocks } from '../distribution.ts'
import { WorstSpans } from './worst-spans.ts'
import type { Doubt } from '../measurement.ts'

/** From here on the generator has no time left: it, and not the target, may be what set the pace. */
const SATURATED = 0.95

/** An event loop busy for at least this share of the time, with less than this share of that as CPU time, was kept waiting for a core. */
const STARVED = { utilisation: 0.5, share: 0.75 }

/**
 * @param reports of all threads that a measurement rests on
 * @returns the doubts that the generator's own state gives rise to: `generator-late`, `generator-saturated`, `cpu-starved`, of each machine by its name
 */
export function healthDoubts(reports: readonly HealthReport[]): Doubt[] {
  const machines = Map.groupBy(reports, ({ machine }) => machine)
  return [...machines].flatMap(([machine, own]) =>
    [...late(own), ...saturated(own), ...starved(own)].map(doubt =>
      machine === undefined ? doubt : { machine, ...doubt },
    ),
  )
}

/**
 * Late by the schedule (the most that actual minus intended start was) or by the event loop (for how long it was held up in all: whatever
 * is under way waits until the loop turns to it, and may meet every stall), the larger, in each second of the clock; in spans of more, where there are many.
 */
function late(reports: readonly HealthReport[]): Doubt[] {
  const late = new WorstSpans()
  for (const { lateness, seconds: lived, lateFromMs } of reports) {
    const note = (atMs: number, lateMs: number): void => {
      if (lateMs >= lateFromMs) late.note(atMs, lateMs)
    }
    for (const block of readBlocks(lateness)) {
      const endMs = block.startMs + block.spanMs
      for (let atMs = block.startMs; atMs < endMs; atMs += BLOCK_MS) note(atMs, block.percentile(100))
    }
    for (const { startMs, endMs, heldUpMs } of lived) {
      for (let atMs = startMs; atMs < endMs;) {
        const untilMs = Math.min(endMs, Math.floor(atMs / 1000) * 1000 + 1000)
        note(atMs, Math.min(heldUpMs, untilMs - atMs))
        atMs = untilMs
      }
    }
  }
  const spans = late.spans()
  if (!spans) return []
  const { worst, ...seconds } = spans
  return [{ kind: 'generator-late', lateMs: worst, ...seconds }]
}

function saturated(reports: readonly HealthReport[]): Doubt[] {
  const utilisation = Math.max(0, ...reports.map(report => mean(report, second => second.utilisation)))
  return utilisation >= SATURATED ? [{ kind: 'generator-saturated', utilisation }] : []
}

/** The thread that was given the least of what it wanted. */
function starved(reports: readonly HealthReport[]): Doubt[] {
  const shares = reports
    .map(report => ({
      utilisation: mean(report, second => second.utilisation),
      cpu: mean(report, second => second.cpu),
    }))
    .filter(({ utilisation, cpu }) => utilisation >= STARVED.utilisation && cpu < STARVED.share * utilisation)
    .sort((a, b) => a.cpu / a.utilisation - b.cpu / b.utilisation)
  return shares[0] ? [{ kind: 'cpu-starved', ...shares[0] }] : []
}

/** The mean over the thread's life, each span by its length. */
function mean({ seconds }: HealthReport, pick: (second: HealthSecond) => number): number {
  const lengthMs = seconds.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  return seconds.reduce((sum, one) => sum + pick(one) * (one.endMs - one.startMs), 0) / (lengthMs || 1)
}
