import type { Labels, Unit } from '../../../../../load/measure/measurement.ts'
import type { Curve, RunReport } from '../../../../run-report.ts'
import { seriesKey } from './names.ts'
import { percentilesOf } from './percentiles.ts'
import { pooledSamples } from './pooled-samples.ts'

/** How the values of one metric are spread, whatever they were recorded as. */
export interface Distribution {
  metric: string
  labels: Labels
  unit: Unit
  n: number
  /** Values that are lower bounds only. */
  censored: number
  percentiles: Curve['percentiles']
  overTime: Curve['overTime']
  /** Absent for samples. */
  buckets?: NonNullable<Curve['buckets']>
}

/** Every distribution of a report: its curves, and the samples for which there is none. */
export function distributionsOf(report: Pick<RunReport, 'curves' | 'measurements'>): Distribution[] {
  const censored = new Map<string, number>()
  for (const { metric, labels, data } of report.measurements) {
    const key = seriesKey(metric, labels)
    if (data.kind === 'histogram') censored.set(key, (censored.get(key) ?? 0) + data.censored)
    if (data.kind === 'samples') {
      censored.set(key, (censored.get(key) ?? 0) + data.points.filter(point => point.censored).length)
    }
  }
  const curves = new Set(report.curves.map(curve => seriesKey(curve.metric, curve.labels)))
  const samples = pooledSamples(report.measurements)
    .filter(pool => !curves.has(seriesKey(pool.metric, pool.labels)))
    .map(({ metric, labels, unit, points }) => ({
      metric,
      labels,
      unit,
      n: points.length,
      percentiles: percentilesOf(points.map(point => point.value)),
      overTime: [],
    }))
  return [...report.curves, ...samples]
    .filter(({ n }) => n > 0)
    .map(curve => ({ ...curve, censored: censored.get(seriesKey(curve.metric, curve.labels)) ?? 0 }))
}
