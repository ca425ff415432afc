import { useMemo, useState } from 'preact/hooks'
import { TimePanel } from '../../charts/time-panel.tsx'
import type { RunReport } from '../../../../run-report.ts'
import { useDeclared } from '../../declared.tsx'
import { courseOf } from '../../model/course.ts'
import type { Endpoint } from '../../model/endpoints.ts'
import { zeroOf } from '../../model/axis/panels.ts'
import { StepLane } from '../time/step-lane.tsx'

const LATENCY_PX = 190
const COUNTS_PX = 120

/** How an endpoint fared second by second: percentiles above, requests and failures below, the stages of its arrivals shaded. */
export function EndpointTimeline({ endpoint, report }: { endpoint: Endpoint; report: RunReport }) {
  const zeroMs = useMemo(() => zeroOf(report), [report])
  const declared = useDeclared()
  const course = useMemo(
    () => courseOf(endpoint, report.measurements, declared, zeroMs),
    [endpoint, report, declared, zeroMs],
  )
  const [range, setRange] = useState(course?.range)
  if (!course || !range) return <p class="empty">The measurement is too short for a time line.</p>
  const hasLane = course.stages.length > 0
  const doubts = [...new Set(course.doubtful.map(({ doubt }) => doubt))]
  return (
    <div class="card padded endpoint-time">
      {hasLane && (
        <StepLane
          steps={course.stages}
          doubtful={course.doubtful}
          faults={[]}
          zeroMs={zeroMs}
          range={range}
        />
      )}
      {course.panels.map((panel, index) => (
        <TimePanel
          key={panel.id}
          panel={panel}
          range={range}
          spans={course.spans}
          syncKey={`endpoint ${endpoint.key}`}
          height={index === 0 ? LATENCY_PX : COUNTS_PX}
          showTimes={!hasLane && index === course.panels.length - 1}
          onTime={() => {}}
          onZoom={next => setRange(next ?? course.range)}
        />
      ))}
      {doubts.length > 0 && (
        <p class="small soft">Hatched: the measurement is in doubt. {doubts.join(' ')}</p>
      )}
    </div>
  )
}
