import type { Labels } from '../../../../load/measure/measurement.ts'
import { useMemo } from 'preact/hooks'
import type { RunReport } from '../../../run-report.ts'
import { PercentileChart } from '../charts/percentile-chart.tsx'
import { distributionsOf } from '../model/measured/distributions.ts'
import { recoveriesOf } from '../model/recoveries.ts'
import { tallySums } from '../model/measured/tally-sums.ts'
import { DistributionTable } from './table/distribution-table.tsx'
import { AgentToPixel } from './agent-to-pixel.tsx'
import { Recoveries } from './recoveries.tsx'
import { TallyTable } from './table/tally-table.tsx'

/** What is drawn as a curve, in this order: the spans first, so that they have the colours of the bar above. */
const CURVES = [
  'realtime.paint.received',
  'realtime.paint.dom',
  'realtime.paint.frame',
  'realtime.paint',
  'realtime.latency',
]

/** Steady load, of which the curves tell; what other phases took is in the table. */
const isSteady = ({ phase }: Labels): boolean =>
  phase === undefined || phase === 'even' || phase === 'observed'

/** Real-time: from the agent to the painted pixel, back after a loss, and what became of every update. */
export function RealtimeSection({ report }: { report: RunReport }) {
  const distributions = useMemo(
    () => distributionsOf(report).filter(({ metric }) => metric.startsWith('realtime.')),
    [report],
  )
  const tallies = useMemo(
    () => tallySums(report.measurements).filter(one => one.metric.startsWith('realtime.') && one.total > 0),
    [report],
  )
  const recoveries = useMemo(() => recoveriesOf(report), [report])
  const curves = CURVES.flatMap(wanted =>
    distributions.filter(
      ({ metric, unit, labels }) => metric === wanted && unit === 'ms' && isSteady(labels),
    ),
  )
  return (
    <section id="realtime" class="section" aria-labelledby="realtime-title">
      <h2 id="realtime-title">Real-time</h2>
      {distributions.length + tallies.length + recoveries.length === 0 && (
        <p class="empty">This run measured no WebSocket updates: no agent sent, no viewer listened.</p>
      )}
      <AgentToPixel distributions={distributions} tallies={tallies} />
      {curves.length > 0 && (
        <PercentileChart
          title="Latency by percentile"
          distributions={curves}
          judgements={report.judgements}
        />
      )}
      {recoveries.length > 0 && <Recoveries recoveries={recoveries} />}
      {distributions.length > 0 && (
        <DistributionTable
          caption="Every real-time distribution of this run."
          distributions={distributions}
          judgements={report.judgements}
        />
      )}
      {tallies.length > 0 && (
        <TallyTable
          caption="What was counted: connections, and every update of every agent."
          tallies={tallies}
          judgements={report.judgements}
        />
      )}
    </section>
  )
}
