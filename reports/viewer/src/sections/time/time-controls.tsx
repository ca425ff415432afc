import type { RunReport } from '../../../../run-report.ts'
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
  zoom: (range: readonly [number, number] | undefined) => void
  point: (atSec: number) => void
  choosePercentile: (percentile: LatencyPercentile) => void
}

const PERCENTILES: readonly LatencyPercentile[] = ['p50', 'p95', 'p99']

/** What a pointer does on the panels, for the keyboard: zoom to a step, move the cursor. And the choice of percentile. */
export function TimeControls(props: TimeControlsProps) {
  const { steps, zeroMs, range, whole, percentile } = props
  const [start, end] = range
  const isWhole = start === whole[0] && end === whole[1]
  return (
    <div class="time-controls">
      <div class="choices" role="group" aria-label="Zoom">
        <span class="choices-label">Zoom to</span>
        <button type="button" class="choice" aria-pressed={isWhole} onClick={() => props.zoom(undefined)}>
          Whole run
        </button>
        {steps
          .filter(step => step.endMs > step.startMs)
          .map(step => {
            const span = [(step.startMs - zeroMs) / 1000, (step.endMs - zeroMs) / 1000] as const
            return (
              <button
                key={`${step.file} ${step.name} ${step.startMs}`}
                type="button"
                class="choice"
                aria-pressed={start === span[0] && end === span[1]}
                onClick={() => props.zoom(span)}
              >
                <span class="clipped">{step.name}</span>
              </button>
            )
          })}
      </div>
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
