import type { Labels, Measurement } from '../../load/measure/measurement.ts'
import type { Judgement, Slo } from '../judge/slo.ts'
import { upgradeSearches } from './upgrade-searches.ts'
import type { Curve, RunReport, Step } from '../run-report.ts'

/** The version of the documents that are written now. */
export const SCHEMA_VERSION: RunReport['schemaVersion'] = 2

/** What version 1 called otherwise: `phases` were the steps of a run, and `phase` the stage of a load; it declared no metrics. */
export interface ReportVersion1 extends Omit<
  RunReport,
  'schemaVersion' | 'steps' | 'metrics' | 'sections' | 'measurements' | 'curves' | 'slos' | 'judgements'
> {
  schemaVersion: 1
  phases: Step[]
  measurements: Measurement[]
  curves: Curve[]
  slos: Slo[]
  judgements: Judgement[]
}

/** @returns a document of version 1 in the words of version 2; its data, limits and verdicts are untouched */
export function upgradeReport(report: ReportVersion1): RunReport {
  const { phases, measurements, curves, slos, judgements, ...rest } = report
  return {
    ...rest,
    schemaVersion: SCHEMA_VERSION,
    slos: slos.map(slo => ({ ...inStages(slo), ...(slo.where && { where: labelled(slo.where) }) })),
    steps: phases,
    measurements: upgradeSearches(measurements).map(one => ({
      ...inStages(one),
      labels: labelled(one.labels),
    })),
    curves: curves.map(one => ({ ...inStages(one), labels: labelled(one.labels) })),
    judgements: judgements.map(one => ({ ...inStages(one), labels: labelled(one.labels) })),
    metrics: [],
    sections: [],
  }
}

/** `shape.phase.latency` is `shape.stage.latency`. */
function inStages<Told extends { metric: string }>(told: Told): Told {
  return { ...told, metric: told.metric.replace(/\.phase\.(latency|errors)$/, '.stage.$1') }
}

/** The order of labels stays: judgements are compared as they are written. */
function labelled(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) =>
      name === 'phase' ? ['stage', value === 'even' ? 'steady' : value] : [name, value],
    ),
  )
}
