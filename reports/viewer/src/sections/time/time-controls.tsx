import type { RunReport } from '../../../../run-report.ts'
import { formatElapsed } from '../../../../format.ts'
import { rangeOf } from '../../model/axis/opening.ts'
import type { LatencyPercentile } from '../../model/axis/panels.ts'

interface TimeControlsProps {
  steps: RunReport['steps']
  zeroMs: number
  range: readonly [number, number]
  whole: readonly [number, number]
  atSec: number | undefined
  /** The moment under the cursor in words. */
  now: string
  percentile: LatencyPercentile
  zoom: (range: readonly [number, number]) => void
  point: (atSec: number) => void
  choosePercentile: (percentile: LatencyPercentile) => void
}

const PERCENTILES: readonly LatencyPercentile[] = ['p50', 'p95', 'p99']

/** What a pointer does on the panels, for the keyboard: zoom to a step, move the cursor. And the choice of percentile. */
export function TimeControls(props: TimeControlsProps) {
  const { zeroMs, range, whole, percentile } = props
  const steps = props.steps.filter(step => step.endMs > step.startMs)
  const spans = steps.map(step => rangeOf(step, zeroMs))
  const [start, end] = range
  const isWhole = start === whole[0] && end === whole[1]
  return (
    <div class="time-controls">
      <label class="time-step">
        <span class="choices-label">Show</span>
        <select
          value={isWhole ? 'whole' : String(spans.findIndex(([from, to]) => start === from && end === to))}
          onChange={({ currentTarget }) => props.zoom(spans[Number(currentTarget.value)] ?? whole)}
        >
          <option value="whole">Whole run, 0:00 to {formatElapsed(whole[1])}</option>
          {steps.map(({ name, file, startMs }, index) => (
            <option key={`${file} ${name} ${startMs}`} value={String(index)}>
              {formatElapsed(spans[index]?.[0] ?? 0)} {name}
            </option>
          ))}
          <option value="-1" disabled>
            {formatElapsed(start)} to {formatElapsed(end)}
          </option>
        </select>
      </label>
      <div class="time-cursor">
        <label class="time-slider">
          <span class="choices-label">Cursor</span>
          <input
            type="range"
            min={start}
            max={end}
            step="any"
            value={props.atSec ?? start}
            aria-valuetext={props.now}
            onInput={event => props.point(Number(event.currentTarget.value))}
          />
        </label>
        <output class="time-now">{props.now}</output>
        <div class="choices" role="group" aria-label="Percentile where a panel shows several workloads">
          <span class="choices-label">Latency lines</span>
          {PERCENTILES.map(each => (
            <button
              key={each}
              type="button"
              class="choice"
              aria-pressed={each === percentile}
              onClick={() => props.choosePercentile(each)}
            >
              {each}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
