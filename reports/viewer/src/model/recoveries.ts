import { largestOf, leastOf } from '../../../../load/measure/extremes.ts'
import type { Measurement } from '../../../../load/measure/measurement.ts'
import type { View } from '../../../../load/measure/metric.ts'
import type { Declared } from '../../../stored/declared.ts'
import type { Curve, RunReport } from '../../../run-report.ts'
import type { LinePoints } from './axis/columns.ts'
import { distributionsOf } from './measured/distributions.ts'
import { valueAt } from './measured/percentiles.ts'

/** A connection counts as recovered when it is back within this time of the loss. */
export const BACK_WITHIN_SEC = 5

/** How one side, the agents or the viewers, came back from one kind of loss. What was not measured is absent. */
export interface RecoveredSide {
  side: string
  /** Connections lost, and those of them that were not back in time. */
  lost?: { total: number; late: number }
  /** Recovery time, in ms; `atLeast`: so many never came back that the true p95 is larger. */
  time?: { p50: number; p95: number; atLeast: boolean }
  /** The most attempts to reconnect, a second. */
  peakPerSecond?: number
  /** Values that were due, and those of them that nobody could send or get. */
  missed?: { total: number; bad: number }
  /** Connections open, a line a round, in seconds since the loss. */
  connected: LinePoints[]
  /** Attempts to reconnect a second, a line a round, in seconds since the loss. */
  attempts: LinePoints[]
}

/** One kind of loss, and how each side came back from it. */
export interface Recovery {
  cause: string
  sides: RecoveredSide[]
  /** What the charts of all sides span, in seconds since the loss. Absent when nothing was recorded over time. */
  range?: readonly [startSec: number, endSec: number]
}

/** The names of the metrics that tell of a recovery, by what each tells. */
type Parts = (part: Extract<View, { kind: 'recovery' }>['part']) => string[]

/** The recoveries of a run, by cause in the order in which they were recorded, agents before viewers. */
export function recoveriesOf(
  report: Pick<RunReport, 'measurements' | 'curves'>,
  declared: Declared,
): Recovery[] {
  const parts: Parts = part => declared.namesOf(view => view.kind === 'recovery' && view.part === part)
  const own = report.measurements.filter(
    ({ metric, labels }) =>
      declared.view(metric).kind === 'recovery' && 'cause' in labels && 'side' in labels,
  )
  return [...Map.groupBy(own, ({ labels }) => labels['cause'] ?? '')].map(([cause, ofCause]) => {
    const bySide = Map.groupBy(ofCause, ({ labels }) => labels['side'] ?? '')
    const sides = [...bySide]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([side, measurements]) => {
        const curves = report.curves.filter(
          ({ labels }) => labels['cause'] === cause && labels['side'] === side,
        )
        return sideOf(side, measurements, curves, parts)
      })
    const seconds = sides.flatMap(({ connected, attempts }) =>
      [...connected, ...attempts].flatMap(points => points.map(([atSec]) => atSec)),
    )
    return {
      cause,
      sides,
      ...(seconds.length > 0 && { range: [leastOf(seconds), largestOf(seconds)] as const }),
    }
  })
}

function sideOf(side: string, measurements: Measurement[], curves: Curve[], parts: Parts): RecoveredSide {
  const lost = sumOf(measurements, parts('back'))
  const missed = sumOf(measurements, parts('missed'))
  const time = timeOf({ measurements, curves }, parts('time'))
  const connected = sinceLoss(measurements, parts('connected'), parts('back'))
  const attempts = sinceLoss(measurements, parts('attempts'), parts('back'))
  const rates = attempts.flatMap(points => points.map(([, perSecond]) => perSecond))
  return {
    side,
    ...(lost && { lost: { total: lost.total, late: lost.bad } }),
    ...(time && { time }),
    ...(rates.length > 0 && { peakPerSecond: largestOf(rates) }),
    ...(missed && { missed }),
    connected,
    attempts,
  }
}

function sumOf(measurements: readonly Measurement[], wanted: readonly string[]): RecoveredSide['missed'] {
  const tallies = measurements.flatMap(({ metric, data }) =>
    wanted.includes(metric) && data.kind === 'tally' ? data : [],
  )
  if (tallies.length === 0) return undefined
  return {
    total: tallies.reduce((sum, { total }) => sum + total, 0),
    bad: tallies.reduce((sum, { bad }) => sum + bad, 0),
  }
}

/** Of several rounds, the slowest counts: percentiles of parts do not tell those of the whole. */
function timeOf(
  report: Pick<RunReport, 'measurements' | 'curves'>,
  wanted: readonly string[],
): RecoveredSide['time'] {
  const rounds = distributionsOf(report).filter(({ metric }) => wanted.includes(metric))
  if (rounds.length === 0) return undefined
  const values = rounds.reduce((sum, { n }) => sum + n, 0)
  const slowest = (percentile: number) =>
    Math.max(...rounds.map(({ percentiles }) => valueAt(percentiles, percentile) ?? 0))
  return {
    p50: slowest(50),
    p95: slowest(95),
    atLeast: Math.max(...rounds.map(({ censored }) => censored)) > 0.05 * values,
  }
}

/** A line a round. The loss is where the window begins in which the round's connections were counted, else where the line's own does. */
function sinceLoss(
  measurements: readonly Measurement[],
  wanted: readonly string[],
  counted: readonly string[],
): LinePoints[] {
  const losses = measurements
    .filter(({ metric }) => counted.includes(metric))
    .map(({ window }) => window.startMs)
    .sort((a, b) => a - b)
  return measurements.flatMap(({ metric, window, data }) => {
    if (!wanted.includes(metric) || data.kind !== 'series' || data.points.length === 0) return []
    const lossMs = losses.findLast(atMs => atMs <= window.endMs) ?? window.startMs
    return [data.points.map(([atMs, value]) => [(atMs - lossMs) / 1000, value] as const)]
  })
}
