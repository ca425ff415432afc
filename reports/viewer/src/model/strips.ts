import type { Judgement } from '../../../judge/slo.ts'
import type { RunReport } from '../../../run-report.ts'
import { isDegradation } from './degradations.ts'
import { judgementsOf } from './verdict/judged.ts'
import { labelValues, metricTitle, seriesTitle } from './measured/names.ts'
import { nearestRank } from '../../../../load/measure/nearest-rank.ts'
import { pooledSamples, type PooledSamples } from './measured/pooled-samples.ts'
import { trackOf, type Track } from './verdict/track.ts'

/** One metric of the page, every visit a value. */
export interface Strip {
  metric: string
  title: string
  samples: PooledSamples
  /** In time order. */
  values: number[]
  median: number
  p95: number
  /** The judgement about these values; absent when no SLO covers them. */
  judgement?: Judgement
  scale: Pick<Track, 'low' | 'high'>
}

const ORDER = [
  'dashboard.ready',
  'dashboard.lcp',
  'dashboard.fcp',
  'dashboard.ttfb',
  'dashboard.cls',
  'dashboard.inp',
]

/** The strips of the page section: samples of `dashboard.*` and `users.*`, readiness first. Those under growing load are drawn as curves. */
export function stripsOf(report: Pick<RunReport, 'measurements' | 'judgements'>): Strip[] {
  return pooledSamples(report.measurements)
    .filter(
      ({ metric }) =>
        metric.startsWith('dashboard.') || (metric.startsWith('users.') && !isDegradation(metric)),
    )
    .map(samples => stripOf(samples, report.judgements))
    .toSorted((a, b) => rank(a.metric) - rank(b.metric) || a.title.localeCompare(b.title))
}

function stripOf(samples: PooledSamples, judgements: readonly Judgement[]): Strip {
  const { metric, labels, unit } = samples
  const values = samples.points.toSorted((a, b) => a.atMs - b.atMs).map(point => point.value)
  const sorted = values.toSorted((a, b) => a - b)
  const judgement = judgementsOf(judgements, metric, labels, 'values')[0]
  const labelled = labelValues(labels) !== ''
  const strip = {
    metric,
    title: labelled ? seriesTitle(metric, labels) : (judgement?.title ?? metricTitle(metric)),
    samples,
    values,
    median: nearestRank(sorted, 50) ?? 0,
    p95: nearestRank(sorted, 95) ?? 0,
  }
  if (judgement) return { ...strip, judgement, scale: trackOf({ ...judgement, unit, parts: values }) }
  return { ...strip, scale: { low: 0, high: 1.05 * (sorted.at(-1) ?? 0) || 1 } }
}

function rank(metric: string): number {
  const at = ORDER.findIndex(prefix => metric.startsWith(prefix))
  return at < 0 ? ORDER.length : at
}
