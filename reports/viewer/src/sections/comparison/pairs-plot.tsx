import { formatCount, formatValue } from '../../../../format.ts'
import type { PairedRow } from '../../../../paired-comparison.ts'

const WIDTH = 240
const LEFT = 16
const RADIUS = 3.5
/** Room for a dot and its outline at either end. */
const MARGIN = 5
const ROW = { A: 9, B: 33 } as const
const HEIGHT = 42

/** Each pair of a figure: A's dot above, B's below, joined, on one logarithmic axis. A pair that leans to the right was slower in B. */
export function PairsPlot({ row }: { row: PairedRow }) {
  const { pairs, unit, title } = row
  const values = pairs.flatMap(({ a, b }) => [a, b])
  const low = Math.log(Math.min(...values))
  const span = Math.max(Math.log(Math.max(...values)) - low, Number.EPSILON)
  const x = (value: number): string =>
    (LEFT + MARGIN + ((WIDTH - LEFT - 2 * MARGIN) * (Math.log(value) - low)) / span).toFixed(1)
  const slower = pairs.filter(({ a, b }) => b > a).length
  const ends = [Math.min(...values), Math.max(...values)].map(value => formatValue(value, unit))
  const summary = `${title}: B slower in ${formatCount(slower)} of ${formatCount(pairs.length)} pairs, from ${ends.join(' to ')}`
  return (
    <figure class="pairs-plot">
      <svg role="img" aria-label={summary} width={WIDTH} height={HEIGHT}>
        <title>{summary}</title>
        {(['A', 'B'] as const).map(build => (
          <g key={build} class={`pairs-${build}`}>
            <text x="0" y={ROW[build] + 4}>
              {build}
            </text>
            <path class="pairs-base" d={`M${LEFT} ${ROW[build]}H${WIDTH}`} />
          </g>
        ))}
        <path
          class="pairs-lines"
          d={pairs.map(({ a, b }) => `M${x(a)} ${ROW.A}L${x(b)} ${ROW.B}`).join('')}
        />
        {pairs.map(({ atMs, a, b }) => (
          <g key={atMs}>
            <circle class="pairs-dot-a" cx={x(a)} cy={ROW.A} r={RADIUS} />
            <circle class="pairs-dot-b" cx={x(b)} cy={ROW.B} r={RADIUS} />
          </g>
        ))}
      </svg>
      <figcaption class="small soft">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </figcaption>
    </figure>
  )
}
