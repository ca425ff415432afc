import type { Unit } from '../../../../load/measure/measurement.ts'
import { formatExact } from '../../../format.ts'

interface ValueGridProps {
  ticks: readonly number[]
  unit: Unit
  /** Where a value lies, px from the top. */
  y: (value: number) => number
  /** Where the lines begin and end, px from the left. */
  left: number
  right: number
}

/** The lines across a chart at its value axis's ticks, each with its value before it. */
export function ValueGrid({ ticks, unit, y, left, right }: ValueGridProps) {
  return ticks.map(tick => (
    <g key={tick}>
      <path class="plot-grid" d={`M${left} ${y(tick)}H${right}`} />
      <text x={left - 8} y={y(tick) + 4} text-anchor="end">
        {formatExact(tick, unit)}
      </text>
    </g>
  ))
}
