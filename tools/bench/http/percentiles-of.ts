import { readWhole } from '../../../load/measure/histogram.ts'
import type { HistogramData } from '../../../load/measure/measurement.ts'
import type { Percentiles } from './contest.ts'

/** @returns the percentiles of a histogram of milliseconds */
export function percentilesOf(data: HistogramData): Percentiles {
  const whole = readWhole(data)
  return { p50: whole.percentile(50), p99: whole.percentile(99) }
}
