import { mergeHistograms, readBlocks, readWhole } from '../load/measure/histogram.ts'
import type { Measurement } from '../load/measure/measurement.ts'
import { nearestRank } from '../load/measure/nearest-rank.ts'
import type { Curve } from './run-report.ts'
import { bucketValues } from './value-buckets.ts'

/** The percentiles that a curve is drawn through: denser where the tail is. */
const PERCENTILES = [0, 5, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 97.5, 99, 99.5, 99.9, 99.99, 100]

/**
 * @returns the curves of all measurements; histograms of the same metric and labels, of phases that were measured one after the other, are one
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
    const drawn = first && histograms.length > 1 ? [{ ...first, data: mergeHistograms(histograms) }] : group
    return drawn.flatMap(measurement => drawCurve(measurement) ?? [])
  })
}

/** @returns the distribution of a histogram or of samples, ready for drawing; `undefined` for tallies, series and empty data */
export function drawCurve({ metric, labels, unit, data }: Measurement): Curve | undefined {
  if ((data.kind !== 'histogram' && data.kind !== 'samples') || sizeOf(data) === 0) return undefined
  const common = { metric, labels, unit, n: sizeOf(data) }
  if (data.kind === 'samples') {
    const sorted = data.points.map(point => point.value).sort((a, b) => a - b)
    return {
      ...common,
      percentiles: PERCENTILES.map(p => [p, nearestRank(sorted, p) ?? Number.NaN]),
      overTime: [],
    }
  }
  const whole = readWhole(data)
  return {
    ...common,
    percentiles: PERCENTILES.map(p => [p, whole.percentile(p)]),
    overTime: readBlocks(data).map(block => ({
      atMs: block.startMs,
      perSecond: block.n,
      p50: block.percentile(50),
      p95: block.percentile(95),
      p99: block.percentile(99),
    })),
    buckets: bucketValues(whole.buckets(), data.censored),
  }
}

const sizeOf = (data: Extract<Measurement['data'], { kind: 'histogram' | 'samples' }>): number =>
  data.kind === 'histogram' ? data.n : data.points.length
