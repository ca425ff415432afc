import { useRef, useState } from 'preact/hooks'
import type { RunReport } from '../../../../run-report.ts'
import { formatElapsed } from '../../../../format.ts'
import { brushed, placeOn } from '../../model/axis/brush.ts'
import type { FaultSpan } from '../../model/axis/fault-spans.ts'
import type { DoubtfulPeriod } from '../../model/axis/doubtful-periods.ts'
import { rangeOf } from '../../model/axis/opening.ts'
import type { Range } from '../../model/axis/visible.ts'

interface OverviewProps {
  steps: RunReport['steps']
  diagnoses: NonNullable<RunReport['diagnoses']>
  doubtful: readonly DoubtfulPeriod[]
  faults: readonly FaultSpan[]
  zeroMs: number
  range: Range
  whole: Range
  zoom: (range: Range) => void
}

/** The whole run in a strip: its steps, what is in doubt, faults, visits that are counted nowhere, and the part that is shown below. A drag over it shows another part, a press a step. */
export function Overview(props: OverviewProps) {
  const { steps, diagnoses, doubtful, faults, zeroMs, range, whole, zoom } = props
  const strip = useRef<HTMLDivElement>(null)
  const [from, setFrom] = useState<number>()
  const [to, setTo] = useState<number>()
  const timeAt = (event: PointerEvent): number => {
    const { left = 0, width = 1 } = strip.current?.getBoundingClientRect() ?? {}
    return whole[0] + ((whole[1] - whole[0]) * (event.clientX - left)) / width
  }
  const end = (event: PointerEvent): void => {
    if (from === undefined) return
    zoom(
      brushed(
        from,
        timeAt(event),
        steps.map(step => rangeOf(step, zeroMs)),
        whole,
      ),
    )
    setFrom(undefined)
    setTo(undefined)
  }
  const shown = from === undefined || to === undefined ? range : ([from, to] as const)
  const place = ([start, stop]: Range) => {
    const { left, width } = placeOn(whole, start, stop)
    return { left: `${left}%`, width: `${width}%` }
  }
  return (
    <div
      ref={strip}
      class="overview"
      aria-hidden="true"
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setFrom(timeAt(event))
      }}
      onPointerMove={event => from !== undefined && setTo(timeAt(event))}
      onPointerUp={end}
      onPointerCancel={() => setFrom(undefined)}
    >
      {steps.map((step, index) => (
        <div
          key={`${step.file} ${step.name} ${step.startMs}`}
          class={`overview-step lane-${step.outcome} ${index % 2 === 0 ? 'lane-even' : ''}`}
          style={place(rangeOf(step, zeroMs))}
          title={`${formatElapsed(rangeOf(step, zeroMs)[0])} ${step.name}: ${step.outcome}`}
        />
      ))}
      {doubtful.map(({ kind, startSec, endSec, doubt }) => (
        <div
          key={`${kind} ${startSec}`}
          class="overview-doubt"
          style={place([startSec, endSec])}
          title={doubt}
        />
      ))}
      {faults.map(({ startSec, endSec, text }) => (
        <div
          key={`${text} ${startSec}`}
          class="overview-fault"
          style={place([startSec, endSec])}
          title={text}
        />
      ))}
      {diagnoses.map(({ page, atMs, lastedMs }) => (
        <div
          key={`${page} ${atMs}`}
          class="overview-visit"
          style={place([(atMs - zeroMs) / 1000, (atMs + lastedMs - zeroMs) / 1000])}
          title={`${page}: a visit that was watched closely, counted nowhere`}
        />
      ))}
      <div class="overview-shown" style={place(shown)} />
    </div>
  )
}
