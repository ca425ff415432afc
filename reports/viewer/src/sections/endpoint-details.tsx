import { useMemo, useState } from 'preact/hooks'
import type { RunReport } from '../../../run-report.ts'
import { PercentileChart } from '../charts/percentile-chart.tsx'
import { TimePanel } from '../charts/time-panel.tsx'
import { panelsOf, zeroOf } from '../model/panels.ts'
import type { Endpoint } from '../model/endpoints.ts'

interface EndpointDetailsProps {
  endpoint: Endpoint
  report: RunReport
  /** Draws the course over time too. */
  overTime: boolean
}

/** What one endpoint's numbers come from: the distribution, and its percentiles over time. */
export function EndpointDetails({ endpoint, report, overTime }: EndpointDetailsProps) {
  const { latency, name } = endpoint
  const panel = useMemo(
    () => latency && panelsOf({ measurements: [], curves: [latency] }, zeroOf(report), 'p95')[0],
    [latency, report],
  )
  const whole = useMemo(() => {
    const seconds = panel?.lines.flatMap(line => line.points.map(([atSec]) => atSec)) ?? []
    return [Math.min(...seconds), Math.max(...seconds)] as const
  }, [panel])
  const [range, setRange] = useState(whole)
  if (!latency) return <p class="soft">No latency was measured for {name}.</p>
  return (
    <div class="columns">
      <PercentileChart
        title={`${name} by percentile`}
        distributions={[latency]}
        judgements={report.judgements}
      />
      {!overTime ? null : panel && whole[1] > whole[0] ? (
        <div class="card padded">
          <TimePanel
            panel={{ ...panel, title: `${name} over time` }}
            range={range}
            spans={NO_SPANS}
            syncKey={`endpoint ${name}`}
            height={260}
            showTimes
            onTime={() => {}}
            onZoom={next => setRange(next ?? whole)}
          />
        </div>
      ) : (
        <p class="empty">Too few values for a course over time.</p>
      )}
    </div>
  )
}

const NO_SPANS: [] = []
