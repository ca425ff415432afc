import { readHistograms } from '../load/measure/distribution.ts'
import type { HistogramData, Measurement } from '../load/measure/measurement.ts'
import { nearestRank } from '../load/measure/nearest-rank.ts'
import type { Curve } from './run-report.ts'
import { bucketValues } from './value-buckets.ts'

/** The percentiles that a curve is drawn through: denser where the tail is. */
const PERCENTILES = [0, 5, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 97.5, 99, 99.5, 99.9, 99.99, 100]

/** Of fewer values p99 is but the largest: a point over time stands for as many and more. */
const LEAST_VALUES = 100

/**
 * @returns the curves of all measurements; histograms of the same metric and labels, of stages that were measured one after the other, are one
 */
export function drawCurves(measurements: readonly Measurement[]): Curve[] {
  const alike = Map.groupBy(measurements, ({ metric, labels, unit, data }) =>
    JSON.stringify([
      metric,
      unit,
      data.kind,
      Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)),
    ]),
  )
  return [...alike.values()].flatMap(group => {
    const [first] = group
    const histograms = group.flatMap(({ data }) => (data.kind === 'histogram' ? [data] : []))
    if (first && histograms.length > 1) return drawHistograms(first, histograms) ?? []
    return group.flatMap(measurement => drawCurve(measurement) ?? [])
  })
}

/** @returns the distribution of a histogram or of samples, ready for drawing; `undefined` for tallies, series and empty data */
export function drawCurve(measurement: Measurement): Curve | undefined {
  const { metric, labels, unit, data } = measurement
  if (data.kind === 'histogram') return drawHistograms(measurement, [data])
  if (data.kind !== 'samples' || data.points.length === 0) return undefined
  const sorted = data.points.map(point => point.value).sort((a, b) => a - b)
  return {
    metric,
    labels,
    unit,
    n: sorted.length,
    percentiles: PERCENTILES.map(p => [p, nearestRank(sorted, p) ?? Number.NaN]),
    overTime: [],
  }
}

function drawHistograms(
  { metric, labels, unit }: Measurement,
  histograms: readonly HistogramData[],
): Curve | undefined {
  const { whole, blocks, atLeast } = readHistograms(histograms)
  if (whole.n === 0) return undefined
  const censored = histograms.reduce((sum, one) => sum + one.censored, 0)
  return {
    metric,
    labels,
    unit,
    n: whole.n,
    percentiles: PERCENTILES.map(p => [p, whole.percentile(p)]),
    overTime: atLeast(LEAST_VALUES).map(block => ({
      // Of a block as it was recorded its start, of several the middle among them.
      atMs: block.startMs + (block.spanMs - (blocks[0]?.spanMs ?? block.spanMs)) / 2,
      perSecond: (block.n * 1000) / block.spanMs,
      p50: block.percentile(50),
      p95: block.percentile(95),
      p99: block.percentile(99),
    })),
    buckets: bucketValues(whole.buckets(), censored),
  }
}
