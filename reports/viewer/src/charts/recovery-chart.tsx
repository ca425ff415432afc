import { largestOf, leastOf } from '../../../../load/measure/extremes.ts'
import { useRef } from 'preact/hooks'
import { formatCount, formatExact, formatValue } from '../../../format.ts'
import type { LinePoints } from '../model/axis/columns.ts'
import { BACK_WITHIN_SEC, type RecoveredSide } from '../model/recoveries.ts'
import { timeTicks } from '../model/axis/time-ticks.ts'
import { linearScale } from '../model/axis/value-scale.ts'
import { ChartImage } from './chart-image.tsx'
import { linePath } from './line-path.ts'
import { useWidth } from './use-width.ts'

const LEFT = 58
const RIGHT = 14
const BOTTOM = 24
/** Height of one plot in px, of the title above it, and of the room below. */
const PLOT_PX = 74
const TITLE_PX = 28
const GAP_PX = 14
const HEIGHT = 2 * (TITLE_PX + PLOT_PX) + GAP_PX + BOTTOM

interface RecoveryChartProps {
  /** What came back: `Agents`. */
  name: string
  recovered: RecoveredSide
  /** Seconds since the loss. */
  range: readonly [startSec: number, endSec: number]
}

/** How one side came back: connections open above, attempts to reconnect below, over the time since the loss. */
export function RecoveryChart({ name, recovered, range }: RecoveryChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const width = Math.max(240, useWidth(holder, 420))
  const { connected, attempts, peakPerSecond } = recovered
  const [start, end] = range
  const x = (atSec: number) => LEFT + ((width - LEFT - RIGHT) * (atSec - start)) / (end - start || 1)
  const counts = connected.flatMap(points => points.map(([, count]) => count))
  const course =
    counts.length > 0
      ? `from ${formatCount(leastOf(counts))} to ${formatCount(largestOf(counts))}`
      : 'unknown'
  const summary = `${name} over the time since the loss. Connections open: ${course}. Attempts to reconnect: up to ${formatValue(peakPerSecond, 'per-second')}.`
  return (
    <ChartImage holder={holder} summary={summary} width={width} height={HEIGHT} hasMarks={false}>
      <g style={{ color: 'var(--line-1)' }}>
        <Plot title="Connections open" lines={connected} x={x} range={range} />
      </g>
      <g style={{ color: 'var(--line-2)' }} transform={`translate(0 ${TITLE_PX + PLOT_PX + GAP_PX})`}>
        <Plot title="Attempts to reconnect, a second" lines={attempts} x={x} range={range} filled />
      </g>
      {timeTicks(range, (width - LEFT) / 60).map(tick => (
        <text key={tick} x={x(tick)} y={HEIGHT - 6} text-anchor="middle">
          {tick} s
        </text>
      ))}
    </ChartImage>
  )
}

interface PlotProps {
  title: string
  lines: readonly LinePoints[]
  x: (atSec: number) => number
  range: RecoveryChartProps['range']
  /** The area below the lines is filled. */
  filled?: boolean
}

function Plot({ title, lines, x, range, filled = false }: PlotProps) {
  const [start, end] = range
  const bottom = TITLE_PX + PLOT_PX
  const scale = linearScale(Math.max(0, ...lines.flatMap(points => points.map(([, value]) => value))), 2)
  const y = (value: number) => bottom - PLOT_PX * scale.at(value)
  return (
    <>
      <text class="plot-title" x={x(start)} y={TITLE_PX - 10}>
        {title}
      </text>
      {scale.ticks.map(tick => (
        <g key={tick}>
          <path class="plot-grid" d={`M${x(start)} ${y(tick)}H${x(end)}`} />
          <text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
            {formatExact(tick, 'count')}
          </text>
        </g>
      ))}
      {[0, BACK_WITHIN_SEC]
        .filter(atSec => atSec >= start && atSec <= end)
        .map(atSec => (
          <path key={atSec} class="plot-mark" d={`M${x(atSec)} ${TITLE_PX}V${bottom}`} />
        ))}
      {lines.map((points, index) => {
        const line = linePath(points.map(([atSec, value]) => [x(atSec), y(value)]))
        return (
          <g key={index}>
            {filled && <path class="plot-area" d={`${line}V${bottom}H${x(points[0]?.[0] ?? start)}Z`} />}
            <path class="plot-line" d={line} />
          </g>
        )
      })}
    </>
  )
}
