import { waited } from '../measure/health/waited.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import type { OutageReport } from './outage-notes.ts'

/** A connection that is back after this long is back in time. */
const BACK_WITHIN_MS = 5000

/** Fewer connections lost than this share of those that were open: the target was not broken as it should have been. */
const BROKEN_SHARE = 0.99

/** Resolution of the herd's shape. */
const STEP_MS = 100

/** One side of an outage, out of what its threads noted. */
export interface OutageSide {
  side: 'agent' | 'viewer'
  /** What was done to the target, e.g. `drop`. */
  cause: string
  reports: readonly OutageReport[]
  /** When the target was broken, epoch ms. */
  brokenAtMs: number
  window: Measurement['window']
  /** Values that could not be sent (agents), or did not arrive (viewers), and how many there should have been. */
  missed: { expected: number; lost: number }
  /** Of the generator. */
  doubts: Doubt[]
}

/**
 * @returns `realtime.recovery` (tally: connections lost, bad when not back within 5 s), `realtime.recovery.time` (ms, from the moment the target was broken
 * to being back; a connection that did not come back is a lower bound), `realtime.recovery.missed`, `.losses` and `.tries` (tallies with why connections were
 * lost, and why they were not taken back), and for the time axis `load.connected` and `load.reconnects` (tries a second, every 100 ms)
 */
export function recoveryMeasurements(outage: OutageSide): Measurement[] {
  const { side, cause, reports, brokenAtMs, window, missed, doubts } = outage
  const held = reports.reduce((sum, report) => sum + report.held, 0)
  if (held === 0) return []
  // What was lost and back before the target was broken has another reason.
  const losses = reports
    .flatMap(report => report.losses)
    .filter(({ backAtMs = window.endMs }) => backAtMs >= brokenAtMs)
  const time = new BlockHistogram()
  const outcome = new Tally()
  for (const { lostAtMs, backAtMs } of losses) {
    if (backAtMs === undefined) time.recordCensored(window.endMs - brokenAtMs, lostAtMs)
    else time.record(backAtMs - brokenAtMs, lostAtMs)
    if (backAtMs === undefined) outcome.bad('did not come back', lostAtMs)
    else if (backAtMs - brokenAtMs > BACK_WITHIN_MS)
      outcome.bad('back after more than five seconds', lostAtMs)
    else outcome.good(lostAtMs)
  }
  const tookMs = losses.map(({ backAtMs = window.endMs }) => backAtMs - brokenAtMs)
  const ofOutcome = doubts.map(doubt => withTooLong(doubt, tookMs, brokenAtMs))
  const values = new Tally()
  values.good(brokenAtMs, missed.expected - missed.lost)
  if (missed.lost > 0) values.bad(side === 'agent' ? 'not sent' : 'not received', brokenAtMs, missed.lost)
  const triesMs = reports.flatMap(report => report.triesMs)
  const seen: Doubt[] =
    losses.length < BROKEN_SHARE * held ? [{ kind: 'fault-not-seen', wanted: held, seen: losses.length }] : []
  const common = { labels: { cause, side }, window }
  // The judged ones begin with the outage: that is time zero of their chart.
  const judged = {
    ...common,
    window: { startMs: brokenAtMs, endMs: window.endMs },
    doubts: [...doubts, ...seen],
  }
  const series = (metric: string, unit: 'count' | 'per-second', points: [number, number][]): Measurement => ({
    ...common,
    metric,
    unit,
    data: { kind: 'series', points },
    doubts: [],
  })
  /** @param total of the events that may be bad; at least as many as are */
  const counts = (metric: string, total: number, causes: readonly Record<string, number>[]): Measurement => {
    const tally = new Tally()
    const bad = causes.flatMap(Object.entries<number>)
    for (const [why, often] of bad) tally.bad(why, brokenAtMs, often)
    tally.good(brokenAtMs, Math.max(0, total - bad.reduce((sum, [, often]) => sum + often, 0)))
    return { ...judged, metric, unit: 'count', data: tally.toData(), doubts: [] }
  }
  return [
    {
      ...judged,
      metric: 'realtime.recovery',
      unit: 'count',
      data: outcome.toData(),
      doubts: [...ofOutcome, ...seen],
    },
    { ...judged, metric: 'realtime.recovery.time', unit: 'ms', data: time.toData() },
    { ...judged, metric: 'realtime.recovery.missed', unit: 'count', data: values.toData() },
    counts(
      'realtime.recovery.losses',
      0,
      reports.map(report => report.lostBy),
    ),
    counts(
      'realtime.recovery.tries',
      triesMs.length,
      reports.map(report => report.refusedBy),
    ),
    series('load.connected', 'count', connected(losses, held, window)),
    series('load.reconnects', 'per-second', tries(triesMs, window)),
  ]
}

/** How many connections were back too late, or not at all, by no more than they may have waited for the generator. */
function withTooLong(doubt: Doubt, tookMs: readonly number[], brokenAtMs: number): Doubt {
  if (doubt.kind !== 'generator-late') return doubt
  const inTimeMs = BACK_WITHIN_MS + waited(doubt, brokenAtMs, brokenAtMs + BACK_WITHIN_MS)
  return { ...doubt, tooLong: tookMs.filter(ms => ms > BACK_WITHIN_MS && ms <= inTimeMs).length }
}

/** How many connections are open, step by step. */
function connected(
  losses: OutageReport['losses'],
  held: number,
  { startMs, endMs }: Measurement['window'],
): [number, number][] {
  return steps(startMs, endMs).map(atMs => {
    const away = losses.filter(
      ({ lostAtMs, backAtMs = Number.POSITIVE_INFINITY }) => lostAtMs <= atMs && backAtMs > atMs,
    )
    return [atMs, held - away.length]
  })
}

function tries(triesMs: readonly number[], { startMs, endMs }: Measurement['window']): [number, number][] {
  const places = steps(startMs, endMs)
  const counts = places.map(() => 0)
  for (const atMs of triesMs) {
    const place = Math.floor((atMs - startMs) / STEP_MS)
    if (place >= 0 && place < counts.length) counts[place] = (counts[place] ?? 0) + 1
  }
  return places.map((atMs, place) => [atMs, ((counts[place] ?? 0) * 1000) / STEP_MS])
}

const steps = (startMs: number, endMs: number): number[] =>
  Array.from({ length: Math.ceil((endMs - startMs) / STEP_MS) }, (_, step) => startMs + step * STEP_MS)
