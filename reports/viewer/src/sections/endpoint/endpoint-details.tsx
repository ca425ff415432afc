import { DistributionChart } from '../../charts/distribution-chart.tsx'
import { PercentileChart } from '../../charts/percentile-chart.tsx'
import type { RunReport } from '../../../../run-report.ts'
import type { Endpoint } from '../../model/endpoints.ts'
import { percentileLimits } from '../../model/verdict/percentile-limits.ts'
import { CapacityTable } from './capacity-table.tsx'
import { EndpointTimeline } from './endpoint-timeline.tsx'
import { ErrorList } from '../table/error-list.tsx'
import { StageTable } from './stage-table.tsx'

const CURVE_NAMES = ['Response time, from when it was due', 'Service time, from when it was sent']

interface EndpointDetailsProps {
  endpoint: Endpoint
  /** Endpoints of a mix that are told with it. */
  among: readonly Endpoint[]
  report: RunReport
}

/** What one endpoint's numbers come from: distribution, percentiles, course over time, stages, errors, closed loop. */
export function EndpointDetails({ endpoint, among, report }: EndpointDetailsProps) {
  const { latency, service, errors, stages, capacity } = endpoint
  const timedOut = latency?.censored ?? 0
  return (
    <div class="stays stack">
      {!latency && errors && errors.total > 0 && (
        <p class="soft">All of these requests failed, so no response time exists.</p>
      )}
      {latency && (
        <div class="columns">
          {latency.buckets && latency.buckets.length > 0 && (
            <DistributionChart
              title="Distribution"
              unit={latency.unit}
              buckets={latency.buckets}
              limits={percentileLimits(latency, report.judgements)}
              timedOut={timedOut}
              failed={Math.max(0, (errors?.bad ?? 0) - timedOut)}
            />
          )}
          <PercentileChart
            title="By percentile"
            distributions={service ? [latency, service] : [latency]}
            names={CURVE_NAMES}
            judgements={report.judgements}
          />
        </div>
      )}
      <EndpointTimeline endpoint={endpoint} report={report} />
      {errors && errors.bad > 0 && <ErrorList errors={errors} />}
      {stages.length > 0 && <StageTable stages={stages} />}
      {capacity.length > 0 && <CapacityTable title="In a closed loop" steps={capacity} />}
      {among.map(({ key, name, capacity: steps }) => (
        <CapacityTable key={key} title={`${name}, among all endpoints in a closed loop`} steps={steps} />
      ))}
    </div>
  )
}
