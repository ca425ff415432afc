import type { Labels } from '../../../../../load/measure/measurement.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import type { Curve, RunReport } from '../../../../run-report.ts'
import { tallySums, type TallySum } from '../measured/tally-sums.ts'

/** What of a report a judgement rests on. */
export interface SloEvidence {
  /** How its values are spread; absent where they are few, and drawn as parts. */
  curve?: Curve & { buckets: NonNullable<Curve['buckets']> }
  /** Values that are lower bounds only. */
  censored: number
  /** What failed, by cause. */
  failures: TallySum[]
  /** When it was measured, epoch ms. */
  window?: { startMs: number; endMs: number }
}

/** @returns the measurements of a judgement's metric that carry its labels, made ready to be shown */
export function evidenceOf(
  { metric, labels }: Pick<Judgement, 'metric' | 'labels'>,
  report: Pick<RunReport, 'measurements' | 'curves'>,
): SloEvidence {
  const isOwn = (one: { metric: string; labels: Labels }): boolean =>
    one.metric === metric && Object.entries(labels).every(([name, value]) => one.labels[name] === value)
  const measurements = report.measurements.filter(isOwn)
  const curves = report.curves.filter(isOwn)
  const [curve] = curves.length === 1 ? curves : []
  const startMs = Math.min(...measurements.map(({ window }) => window.startMs))
  const endMs = Math.max(...measurements.map(({ window }) => window.endMs))
  return {
    ...(curve?.buckets && curve.buckets.length > 0 && { curve: { ...curve, buckets: curve.buckets } }),
    censored: measurements.reduce(
      (sum, { data }) => sum + (data.kind === 'histogram' ? data.censored : 0),
      0,
    ),
    failures: tallySums(measurements).filter(({ bad }) => bad > 0),
    ...(endMs > startMs && { window: { startMs, endMs } }),
  }
}
