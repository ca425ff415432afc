import { useMemo } from 'preact/hooks'
import type { RunReport } from '../../../run-report.ts'
import { distributionsOf } from '../model/distributions.ts'
import { endpointsOf } from '../model/endpoints.ts'
import { tallySums } from '../model/tally-sums.ts'
import { DistributionTable } from './distribution-table.tsx'
import { EndpointTable } from './endpoint-table.tsx'
import { TallyTable } from './tally-table.tsx'

/** Shown elsewhere: in the sections above, or in the endpoints' own rows. */
const ELSEWHERE = /^(?:dashboard|users|realtime|lighthouse)\./

/** The API: a row an endpoint, then messages and every other workload. */
export function ApiSection({ report }: { report: RunReport }) {
  const endpoints = useMemo(() => endpointsOf(report), [report])
  const inRows = ({ metric, labels }: { metric: string; labels: Readonly<Record<string, string>> }) =>
    labels['endpoint'] !== undefined && ['api.latency', 'api.errors', 'api.capacity'].includes(metric)
  const distributions = useMemo(
    () => distributionsOf(report).filter(each => !ELSEWHERE.test(each.metric) && !inRows(each)),
    [report],
  )
  const tallies = useMemo(
    () => tallySums(report.measurements).filter(each => !ELSEWHERE.test(each.metric) && !inRows(each)),
    [report],
  )
  return (
    <section id="api" class="section" aria-labelledby="api-title">
      <h2 id="api-title">API</h2>
      {endpoints.length + distributions.length + tallies.length === 0 && (
        <p class="empty">This run sent no load to the API.</p>
      )}
      {endpoints.length > 0 && <EndpointTable endpoints={endpoints} report={report} />}
      {distributions.length > 0 && (
        <DistributionTable
          caption="Messages and other workloads."
          distributions={distributions}
          judgements={report.judgements}
        />
      )}
      {tallies.length > 0 && (
        <TallyTable
          caption="Counted in messages and other workloads."
          tallies={tallies}
          judgements={report.judgements}
        />
      )}
    </section>
  )
}
