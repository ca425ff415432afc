import type { Measurement } from '../../../../load/measure/measurement.ts'
import type { Curve, RunReport } from '../../../run-report.ts'
import type { LinePoints } from './axis/columns.ts'
import { distributionsOf } from './measured/distributions.ts'
import { valueAt } from './measured/percentiles.ts'

/** A connection counts as recovered when it is back within this time of the loss: what `realtime.recovery` counts by. */
export const BACK_WITHIN_SEC = 5

/** How one side, the agents or the viewers, came back from one kind of loss. What was not measured is absent. */
export interface RecoveredSide {
  side: string
  /** Connections lost, and those of them that were not back in time. */
  lost?: { total: number; late: number }
  /** From the loss to being back, in ms; `atLeast`: so many never came back that the true p95 is larger. */
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

const METRICS = [
  'realtime.recovery',
  'realtime.recovery.time',
  'realtime.recovery.missed',
  'load.connected',
  'load.reconnects',
]

/** The recoveries of a run, by cause in the order in which they were recorded, agents before viewers. */
export function recoveriesOf(report: Pick<RunReport, 'measurements' | 'curves'>): Recovery[] {
  const own = report.measurements.filter(
    ({ metric, labels }) => METRICS.includes(metric) && 'cause' in labels && 'side' in labels,
  )
  return [...Map.groupBy(own, ({ labels }) => labels['cause'] ?? '')].map(([cause, ofCause]) => {
    const bySide = Map.groupBy(ofCause, ({ labels }) => labels['side'] ?? '')
    const sides = [...bySide]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([side, measurements]) => {
        const curves = report.curves.filter(
          ({ labels }) => labels['cause'] === cause && labels['side'] === side,
        )
        return sideOf(side, measurements, curves)
      })
    const seconds = sides.flatMap(({ connected, attempts }) =>
      [...connected, ...attempts].flatMap(points => points.map(([atSec]) => atSec)),
    )
    return {
      cause,
      sides,
      ...(seconds.length > 0 && { range: [Math.min(...seconds), Math.max(...seconds)] as const }),
    }
  })
}

function sideOf(side: string, measurements: Measurement[], curves: Curve[]): RecoveredSide {
  const lost = sumOf(measurements, 'realtime.recovery')
  const missed = sumOf(measurements, 'realtime.recovery.missed')
  const time = timeOf({ measurements, curves })
  const connected = sinceLoss(measurements, 'load.connected')
  const attempts = sinceLoss(measurements, 'load.reconnects')
  const rates = attempts.flatMap(points => points.map(([, perSecond]) => perSecond))
  return {
    side,
    ...(lost && { lost: { total: lost.total, late: lost.bad } }),
    ...(time && { time }),
    ...(rates.length > 0 && { peakPerSecond: Math.max(...rates) }),
    ...(missed && { missed }),
    connected,
    attempts,
  }
}

function sumOf(measurements: readonly Measurement[], wanted: string): RecoveredSide['missed'] {
  const tallies = measurements.flatMap(({ metric, data }) =>
    metric === wanted && data.kind === 'tally' ? data : [],
  )
  if (tallies.length === 0) return undefined
  return {
    total: tallies.reduce((sum, { total }) => sum + total, 0),
    bad: tallies.reduce((sum, { bad }) => sum + bad, 0),
  }
}

/** Of several rounds, the slowest counts: percentiles of parts do not tell those of the whole. */
function timeOf(report: Pick<RunReport, 'measurements' | 'curves'>): RecoveredSide['time'] {
  const rounds = distributionsOf(report).filter(({ metric }) => metric === 'realtime.recovery.time')
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

/** A line a round. The loss is where the window of the round's `realtime.recovery` begins, else where the line's own does. */
function sinceLoss(measurements: readonly Measurement[], wanted: string): LinePoints[] {
  const losses = measurements
    .filter(({ metric }) => metric === 'realtime.recovery')
    .map(({ window }) => window.startMs)
    .sort((a, b) => a - b)
  return measurements.flatMap(({ metric, window, data }) => {
    if (metric !== wanted || data.kind !== 'series' || data.points.length === 0) return []
    const lossMs = losses.findLast(atMs => atMs <= window.endMs) ?? window.startMs
    return [data.points.map(([atMs, value]) => [(atMs - lossMs) / 1000, value] as const)]
  })
}
