import { readWhole } from '../measure/histogram.ts'
import type { HistogramData } from '../measure/measurement.ts'
import { percentileOf } from './lateness.ts'
import type { Lateness } from './lateness.ts'
import { TIME_BOUND_MS, TIME_BOUND_SHARE, timeRow } from './row.ts'
import type { CalibrationRow } from './row.ts'

/** A distribution of times, true and measured. */
export interface LatencyComparison {
  instrument: string
  subject: string
  /** Every time that there was, in ms. */
  truthMs: readonly number[]
  measured: HistogramData
  /** To compare at: none on the edge between two modes. */
  percentiles: readonly number[]
  lateness: Lateness
}

/**
 * A share of the times is slower than a percentile of its own: a second mode, a freeze. What is late adds to that share, so that the lateness at
 * percentile `p` is that of `p` plus this share. At 85, with a mode of 10 % above it, 5 % of late ones are enough to move it.
 *
 * @returns a row for each percentile
 */
export function latencyRows({
  instrument,
  subject,
  truthMs,
  measured,
  percentiles,
  lateness,
}: LatencyComparison): CalibrationRow[] {
  const distribution = measured.n > 0 ? readWhole(measured) : undefined
  return percentiles.map(percentile => {
    const truth = percentileOf(truthMs, percentile)
    const beyond = truth + TIME_BOUND_MS + TIME_BOUND_SHARE * truth
    const slower = (100 * truthMs.filter(time => time > beyond).length) / truthMs.length
    return timeRow(
      {
        instrument,
        subject,
        quantity: `latency p${percentile}`,
        truth,
        measured: distribution?.percentile(percentile) ?? Number.NaN,
      },
      lateness(percentile + slower),
    )
  })
}
