import { formatCount, formatValue } from '../../../../format.ts'
import type { FigureTrend, Trend } from '../../../../trend.ts'
import { dayOf } from '../../../../wording/trend-text.ts'
import { linePath } from '../../charts/line-path.ts'
import { levelsOf, plotOf, xOf, type Place } from '../../model/trend-plot.ts'

/** Height of the drawing in px and the room above and below it; its width is 100 units, stretched over whatever room there is. */
const HEIGHT = 64
const EDGE = 6

/** A day is left out where it would run into that of the first or of the last run. */
const CLEAR = 14

/** A figure over the runs of its kind: a dot a run, a line a level, and the day on which each begins. */
export function TrendChart({ row, runs }: { row: FigureTrend; runs: Trend['runs'] }) {
  const plot = plotOf(row.values)
  if (!plot) return <p class="small soft">Fewer than two runs have this figure.</p>
  const down = (y: number) => (EDGE + (y * (HEIGHT - 2 * EDGE)) / 100).toFixed(1)
  const px = ([x, y]: Place): Place => [x, Number(down(y))]
  const summary = `${row.title} over ${formatCount(runs.length)} runs, between ${formatValue(plot.low, row.unit)} and ${formatValue(plot.high, row.unit)}. ${row.because}`
  return (
    <div class={`trend-chart trend-${row.verdict.toLowerCase()}`}>
      <div class="small soft trend-scale">
        <span>{formatValue(plot.high, row.unit)}</span>
        {plot.low !== plot.high && <span>{formatValue(plot.low, row.unit)}</span>}
      </div>
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
      >
        <path
          class="trend-levels"
          d={levelsOf(row)
            .map(({ fromX, toX, y }) => `M${fromX.toFixed(2)} ${down(y)}H${toX.toFixed(2)}`)
            .join('')}
        />
        <path
          class="trend-changes"
          d={row.changes.map(({ run }) => `M${xOf(run, runs.length).toFixed(2)} 0V${HEIGHT}`).join('')}
        />
        <path class="trend-line" d={plot.lines.map(line => linePath(line.map(px))).join('')} />
        <path class="trend-dots" d={plot.lines.flat().map(dot(px)).join('')} />
        <path class="trend-last" d={dot(px)(plot.last)} />
      </svg>
      <div class="small soft trend-days">
        <span>{dayOf(runs, 0)}</span>
        {row.changes.map(({ run }) => {
          const x = xOf(run, runs.length)
          return (
            x > CLEAR &&
            x < 100 - CLEAR && (
              <span key={run} class="trend-day" style={{ left: `${x}%` }}>
                {dayOf(runs, run)}
              </span>
            )
          )
        })}
        <span>{dayOf(runs, runs.length - 1)}</span>
      </div>
    </div>
  )
}

/** A round cap on a line without length: it stays round however the drawing is stretched. */
const dot =
  (px: (place: Place) => Place) =>
  (place: Place): string =>
    `${linePath([px(place)])}h0`
