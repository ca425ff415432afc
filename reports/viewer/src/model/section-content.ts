import type { Labels } from '../../../../load/measure/measurement.ts'
import type { SectionDeclaration } from '../../../../load/measure/metric.ts'
import type { Declared } from '../../../stored/declared.ts'
import type { Diagnosis } from '../../../diagnosis.ts'
import type { Profile } from '../../../profile.ts'
import type { LighthouseAudit, PagePicture, RunReport } from '../../../run-report.ts'
import { accountsOf } from './accounts.ts'
import { capacitySearchesOf, type CapacitySearch } from './capacity-searches.ts'
import { degradationsOf, type Degradation } from './degradations.ts'
import { distributionsOf, type Distribution } from './measured/distributions.ts'
import { seriesKey } from './measured/names.ts'
import { tallySums, type TallySum } from './measured/tally-sums.ts'
import { ledgersOf, type Ledger } from './ledgers.ts'
import { recoveriesOf, type Recovery } from './recoveries.ts'
import { stripsOf, type Strip } from './strips.ts'
import { waysOf, type Way } from './ways.ts'
import { workloadTables, type WorkloadTable } from './workload-tables.ts'

/** What is drawn by percentile in one chart. */
export interface CurveChart {
  title: string
  distributions: Distribution[]
}

/** All that a section of the page shows, by the views of its metrics. */
export interface SectionContent {
  ways: Way[]
  curves: CurveChart[]
  strips: Strip[]
  degradations: Degradation[]
  recoveries: Recovery[]
  workloads: WorkloadTable[]
  searches: CapacitySearch[]
  /** Sentences. */
  accounts: string[]
  ledgers: Ledger[]
  audits: readonly LighthouseAudit[]
  pictures: readonly PagePicture[]
  diagnoses: readonly Diagnosis[]
  profiles: readonly Profile[]
  /** What else was measured, a row each. */
  distributions: Distribution[]
  tallies: TallySum[]
}

/** The sections of a report of which something was measured that is not on the time axis alone, in the order of their places. */
export function sectionsOf(
  { measurements }: Pick<RunReport, 'measurements'>,
  declared: Declared,
): SectionDeclaration[] {
  const measured = [...new Set(measurements.map(({ metric }) => metric))]
  const shown = measured.filter(metric => declared.view(metric).kind !== 'unlisted')
  return [...new Set(shown.map(metric => declared.of(metric).section))]
    .map(id => declared.section(id))
    .toSorted((a, b) => a.order - b.order)
}

/** What a section shows. */
export function contentOf(
  section: SectionDeclaration,
  report: RunReport,
  declared: Declared,
): SectionContent {
  const isOwn = ({ metric }: { metric: string }): boolean => declared.of(metric).section === section.id
  const own = {
    ...report,
    measurements: report.measurements.filter(isOwn),
    curves: report.curves.filter(isOwn),
  }
  const byPlace = <Row extends { metric: string }>(rows: readonly Row[]): Row[] =>
    rows.toSorted((a, b) => declared.byOrder(a.metric, b.metric))
  const distributions = byPlace(distributionsOf(own))
  const tallies = byPlace(tallySums(own.measurements).filter(({ total }) => total > 0))
  const strips = stripsOf(own, declared)
  const workloads = workloadTables(own, declared)
  const drawn = new Set(strips.map(({ samples }) => seriesKey(samples.metric, samples.labels)))
  const inTable = ({ metric, labels }: { metric: string; labels: Labels }): boolean => {
    const view = declared.view(metric)
    switch (view.kind) {
      case 'table':
      case 'account':
      case 'curve':
      case 'way':
      case 'recovery':
        return true
      case 'strip':
        return !drawn.has(seriesKey(metric, labels))
      case 'request':
        return (
          labels['endpoint'] === undefined && !workloads.some(({ workload }) => workload === view.workload)
        )
      case 'levels':
      case 'search':
      case 'audit':
      case 'unlisted':
      case 'ledger':
        return false
    }
  }
  const hasAudits = report.metrics.some(
    metric => isOwn({ metric: metric.name }) && metric.view?.kind === 'audit',
  )
  return {
    ways: waysOf(distributions, tallies, declared),
    curves: chartsOf(curvesOf(distributions, declared), declared),
    strips,
    degradations: degradationsOf(own.measurements, declared),
    recoveries: recoveriesOf(own, declared),
    workloads,
    searches: capacitySearchesOf(own.measurements),
    accounts: accountsOf(tallies, declared),
    ledgers: ledgersOf(own, declared),
    audits: hasAudits ? report.lighthouse : [],
    pictures: section.id === 'page' ? (report.pictures ?? []) : [],
    diagnoses: section.id === 'page' ? (report.diagnoses ?? []) : [],
    profiles: section.id === 'runtime' ? (report.profiles ?? []) : [],
    distributions: distributions.filter(inTable),
    tallies: tallies.filter(inTable),
  }
}

/** What is drawn by percentile: spans of a way first, so that they have the colours of its bar, and the whole of it. */
function curvesOf(distributions: readonly Distribution[], declared: Declared): Distribution[] {
  const rankOf = ({ metric, labels }: Distribution): number | undefined => {
    const view = declared.view(metric)
    if (view.kind === 'way') return { span: 0, whole: 1, error: undefined, superseded: undefined }[view.part]
    if (view.kind !== 'curve') return undefined
    const kept = Object.entries(view.only ?? {}).every(([label, values]) => {
      const value = labels[label]
      return value === undefined || values.includes(value)
    })
    return kept ? 2 : undefined
  }
  return distributions
    .flatMap(each => {
      const rank = rankOf(each)
      return rank === undefined ? [] : [{ each, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ each }) => each)
}

/** Charts of those whose names begin alike and whose unit is the same. */
function chartsOf(curves: readonly Distribution[], declared: Declared): CurveChart[] {
  const kinds = Map.groupBy(curves, ({ metric, unit }) => `${metric.slice(0, metric.indexOf('.'))} ${unit}`)
  return [...kinds.values()].map(distributions => {
    const title =
      kinds.size === 1
        ? 'Latency by percentile'
        : `Latency by percentile: ${subjectOf(distributions, declared)}`
    return { title, distributions }
  })
}

/** What a chart tells of. */
function subjectOf(distributions: readonly Distribution[], declared: Declared): string {
  const views = distributions.map(({ metric }) => declared.view(metric))
  for (const view of views) {
    if (view.kind === 'way') return view.way
    if (view.kind === 'curve' && view.chart !== undefined) return view.chart
  }
  return distributions[0] ? declared.of(distributions[0].metric).title : ''
}
