import { useMemo } from 'preact/hooks'
import type { Labels } from '../../../../load/measure/measurement.ts'
import type { RunReport } from '../../../run-report.ts'
import { capacitySearchesOf, isCapacitySearch } from '../model/capacity-searches.ts'
import { distributionsOf } from '../model/measured/distributions.ts'
import { connectionMetric, httpMetric } from '../model/measured/http-metric.ts'
import { tallySums } from '../model/measured/tally-sums.ts'
import { workloadTables } from '../model/workload-tables.ts'
import { CapacitySearches } from './capacity-searches.tsx'
import { DistributionTable } from './table/distribution-table.tsx'
import { TallyTable } from './table/tally-table.tsx'
import { WorkloadTable } from './endpoint/workload-table.tsx'

/** Shown in the sections above, on the time axis, or in the tables: how journeys end is how their requests end. */
const ELSEWHERE = /^(?:(?:dashboard|users|realtime|lighthouse|generator)\.|agents\.journeys$)/

/** The API: a table a workload, a row an endpoint, then what else was measured by requests. */
export function ApiSection({ report }: { report: RunReport }) {
  const workloads = useMemo(() => workloadTables(report), [report])
  const searches = useMemo(() => capacitySearchesOf(report.measurements), [report])
  const { distributions, tallies } = useMemo(() => {
    const inTables = ({ metric, labels }: { metric: string; labels: Labels }) =>
      httpMetric(metric, labels) !== undefined ||
      workloads.some(({ workload }) => workload === connectionMetric(metric)?.workload)
    const others = (each: { metric: string; labels: Labels }) =>
      !ELSEWHERE.test(each.metric) && !isCapacitySearch(each.metric) && !inTables(each)
    return {
      distributions: distributionsOf(report).filter(others),
      tallies: tallySums(report.measurements).filter(others),
    }
  }, [report, workloads])
  return (
    <section id="api" class="section" aria-labelledby="api-title">
      <h2 id="api-title">API</h2>
      {workloads.length + searches.length + distributions.length + tallies.length === 0 && (
        <p class="empty">This run sent no load to the API.</p>
      )}
      {workloads.length > 0 && (
        <p class="lead">
          p50, p95 and p99 are of the response time, which counts from the moment a request was due; service
          time and time to first byte (TTFB) count from when it was sent. Where they differ, requests had to
          wait for others. A row opens to what its numbers come from.
        </p>
      )}
      {workloads.map(workload => (
        <WorkloadTable key={workload.key} workload={workload} report={report} />
      ))}
      {searches.length > 0 && <CapacitySearches searches={searches} judgements={report.judgements} />}
      {distributions.length > 0 && (
        <DistributionTable
          caption="Other measurements."
          distributions={distributions}
          judgements={report.judgements}
        />
      )}
      {tallies.length > 0 && (
        <TallyTable caption="Counted besides." tallies={tallies} judgements={report.judgements} />
      )}
    </section>
  )
}
