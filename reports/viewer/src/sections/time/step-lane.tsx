import { useRef } from 'preact/hooks'
import type { RunReport } from '../../../../run-report.ts'
import { AXIS_PX, RIGHT_PX, ticksIn } from '../../charts/time-chart.tsx'
import { useWidth } from '../../charts/use-width.ts'
import { formatElapsed } from '../../../../format.ts'
import type { FaultSpan } from '../../model/axis/fault-spans.ts'
import type { DoubtfulPeriod } from '../../model/axis/doubtful-periods.ts'
import { timeTicks } from '../../model/axis/time-ticks.ts'

interface StepLaneProps {
  steps: RunReport['steps']
  doubtful: readonly DoubtfulPeriod[]
  faults: readonly FaultSpan[]
  zeroMs: number
  range: readonly [number, number]
}

/** The lane above the panels: steps by name, a hatched strip wherever anything is doubted, a mark where a fault began and where it was lifted, and the times. */
export function StepLane({ steps, doubtful, faults, zeroMs, range }: StepLaneProps) {
  const lane = useRef<HTMLDivElement>(null)
  const ticks = timeTicks(range, ticksIn(useWidth(lane, 720) + AXIS_PX + RIGHT_PX))
  return (
    <div
      ref={lane}
      class="lane"
      style={{ marginLeft: `${AXIS_PX}px`, marginRight: `${RIGHT_PX}px` }}
      aria-hidden="true"
    >
      {steps.map((step, index) => {
        const place = within((step.startMs - zeroMs) / 1000, (step.endMs - zeroMs) / 1000, range)
        return (
          place && (
            <div
              key={`${step.file} ${step.name} ${step.startMs}`}
              class={`lane-step lane-${step.outcome} ${index % 2 === 0 ? 'lane-even' : ''}`}
              style={place}
              title={`${step.name}: ${step.outcome}`}
            >
              {step.outcome === 'completed' ? step.name : `${step.name} (${step.outcome})`}
            </div>
          )
        )
      })}
      {doubtful.map(span => {
        const place = within(span.startSec, span.endSec, range)
        return (
          place && (
            <div key={`${span.kind} ${span.startSec}`} class="lane-doubt" style={place} title={span.doubt} />
          )
        )
      })}
      {faults.map(({ startSec, endSec, isLifted, text }) => {
        // One that was over at once is seen too.
        const place = within(startSec, Math.max(endSec, startSec + (range[1] - range[0]) / 500), range)
        return (
          place && (
            <div
              key={`${text} ${startSec}`}
              class={`lane-fault ${isLifted ? 'lane-lifted' : ''}`}
              style={place}
              title={text}
            />
          )
        )
      })}
      {ticks.map(tick => (
        <span
          key={tick}
          class="lane-tick"
          style={{ left: `${(100 * (tick - range[0])) / (range[1] - range[0])}%` }}
        >
          {formatElapsed(tick)}
        </span>
      ))}
    </div>
  )
}

function within(startSec: number, endSec: number, [from, to]: readonly [number, number]) {
  const start = Math.max(startSec, from)
  const end = Math.min(endSec, to)
  if (end <= start) return undefined
  const percent = (seconds: number) => `${(100 * seconds) / (to - from)}%`
  return { left: percent(start - from), width: percent(end - start) }
}
