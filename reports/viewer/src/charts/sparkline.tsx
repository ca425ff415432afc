import { formatValue } from '../../../format.ts'
import type { FigureTrend, Trend } from '../../../trend.ts'
import { plotOf, type Place } from '../model/trend-plot.ts'
import { linePath } from './line-path.ts'

/** So many of the last runs are drawn. */
const RUNS = 10
const WIDTH = 76
const HEIGHT = 22
/** Room for the dot of the last run. */
const EDGE = 4

/** A figure over the last ten runs, this one as a dot; nothing where there are fewer than two. */
export function Sparkline({ row, runs }: { row: FigureTrend; runs: Trend['runs'] }) {
  const values = row.values.slice(-RUNS)
  const plot = plotOf(values)
  if (!plot) return null
  const px = ([x, y]: Place): Place => [
    EDGE + (x * (WIDTH - 2 * EDGE)) / 100,
    EDGE + (y * (HEIGHT - 2 * EDGE)) / 100,
  ]
  const [x, y] = px(plot.last)
  const told = values.map(value => formatValue(value ?? undefined, row.unit)).join(', ')
  const summary = `The last ${values.length} of ${runs.length} runs: ${told}. ${row.because}`
  return (
    <svg
      class={`sparkline trend-${row.verdict.toLowerCase()}`}
      role="img"
      aria-label={summary}
      width={WIDTH}
      height={HEIGHT}
    >
      <title>{summary}</title>
      <path class="trend-line" d={plot.lines.map(line => dotted(line.map(px))).join('')} />
      <circle class="trend-last" cx={x.toFixed(1)} cy={y.toFixed(1)} r="3" />
    </svg>
  )
}

/** A line of one point is a dot of its round cap. */
const dotted = (line: readonly Place[]): string => `${linePath(line)}${line.length === 1 ? 'h0' : ''}`
