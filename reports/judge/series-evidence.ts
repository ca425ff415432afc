import { readBlocks, readHistograms } from '../../load/measure/distribution.ts'
import type { HistogramData, MeasurementData, SamplesData } from '../../load/measure/measurement.ts'
import { meanBootstrap } from '../statistics/mean-bootstrap.ts'
import { LEAST_VALUES } from '../statistics/residual-bootstrap.ts'
import { slopeBootstrap } from '../statistics/slope-bootstrap.ts'
import { theilSen, thinned } from '../statistics/theil-sen.ts'

/** What the resamples of a bootstrap are drawn from; fixed, so that judging again gives the same answer. */
export const BOOTSTRAP_SEED = 1

/** A slope of more points than this is that of as many that stand for them: all pairs are looked at. */
export const MOST_POINTS = 1000

export const MINUTE_MS = 60_000

/** A statistic of values in the order of time, and what it could also have been. */
export interface SeriesEvidence {
  n: number
  observed: number
  /** The values, or the mean of each second. */
  parts: number[]
  /** Smallest first; absent with fewer than 12 values. */
  resamples?: Float64Array
}

/**
 * @param statistic `avg` is the mean; `slope` the growth in a minute, by Theil and Sen
 * @param less what is taken off values that began in a span of time, where a doubt allows it; where it allows any value, that is 0
 * @returns `undefined` when there are no values, or none that have a slope. Of a histogram the means of its seconds are the series.
 */
export function seriesEvidence(
  data: readonly MeasurementData[],
  statistic: 'avg' | 'slope',
  less: (startMs: number, endMs: number) => number,
): SeriesEvidence | undefined {
  const histograms = data.filter((one): one is HistogramData => one.kind === 'histogram' && one.n > 0)
  const samples = data.filter((one): one is SamplesData => one.kind === 'samples').flatMap(one => one.points)
  const points = histograms.length > 0 ? means(histograms) : samples.map(point => ({ ...point, spanMs: 0 }))
  const ordered = points
    .map(({ atMs, value, spanMs }) => ({ atMs, value: granted(value, less(atMs, atMs + spanMs)) }))
    .toSorted((a, b) => a.atMs - b.atMs)
  const values = ordered.map(({ value }) => value)
  const [first] = ordered
  if (!first) return undefined
  const n = histograms.length > 0 ? histograms.reduce((sum, one) => sum + one.n, 0) : values.length
  const enough = values.length >= LEAST_VALUES
  const options = { seed: BOOTSTRAP_SEED }
  if (statistic === 'avg') {
    const observed =
      histograms.length > 0
        ? readHistograms(histograms).whole.mean
        : values.reduce((a, b) => a + b, 0) / values.length
    return { n, observed, parts: values, ...(enough ? { resamples: meanBootstrap(values, options) } : {}) }
  }
  const line = ordered.map(({ atMs, value }) => [(atMs - first.atMs) / MINUTE_MS, value] as const)
  const fitted = theilSen(thinned(line, MOST_POINTS))
  if (!fitted) return undefined
  return {
    n,
    observed: fitted.slope,
    parts: values,
    ...(enough ? { resamples: slopeBootstrap(line, options) } : {}),
  }
}

/** A time may have been none at all, and never less. */
const granted = (value: number, less: number): number => (less === Infinity ? 0 : value - less)

/** @returns the mean of each block, by what was recorded in it */
export function means(
  histograms: readonly HistogramData[],
): { atMs: number; value: number; spanMs: number }[] {
  return histograms.flatMap(data =>
    readBlocks(data).map(block => ({ atMs: block.startMs, value: block.mean, spanMs: block.spanMs })),
  )
}
