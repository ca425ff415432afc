import { useRef } from 'preact/hooks'
import { formatCount, formatValue } from '../../../format.ts'
import type { Degradation } from '../model/degradations.ts'
import { linearScale } from '../model/value-scale.ts'
import { linePath } from './line-path.ts'
import { namedTicks } from './named-ticks.ts'
import { useWidth } from './use-width.ts'
import { ValueGrid } from './value-grid.tsx'

const HEIGHT = 170
const LEFT = 58
const RIGHT = 18
const TOP = 10
const BOTTOM = 24

/** One metric over the number of agents, both axes linear: medians as a line, every value as a faint dot, the knee ringed. */
export function DegradationChart({ degradation, title }: { degradation: Degradation; title: string }) {
  const holder = useRef<HTMLDivElement>(null)
  const width = Math.max(200, useWidth(holder, 320))
  const { unit, levels, knee } = degradation
  const most = Math.max(1, ...levels.map(({ agents }) => agents))
  const scale = linearScale(Math.max(...levels.flatMap(({ values }) => values)))
  const x = (agents: number) => LEFT + ((width - LEFT - RIGHT) * agents) / most
  const y = (value: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * scale.at(value)
  const medians = levels.map(({ agents, median }) => [x(agents), y(median)] as const)
  const summary = `${title} by agents. Medians: ${levels
    .map(({ agents, median }) => `${formatCount(agents)} agents ${formatValue(median, unit)}`)
    .join(', ')}.`
  return (
    <div ref={holder}>
      <svg
        role="img"
        aria-label={summary}
        class="plot degradation"
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
      >
        <ValueGrid ticks={scale.ticks} unit={unit} y={y} left={LEFT} right={width - RIGHT} />
        {namedTicks(levels.map(({ agents }) => ({ text: formatCount(agents), at: x(agents) }))).map(
          ({ text, at }) => (
            <text key={text} x={at} y={HEIGHT - 6} text-anchor="middle">
              {text}
            </text>
          ),
        )}
        {knee && <path class="plot-mark" d={`M${x(knee.agents)} ${TOP}V${HEIGHT - BOTTOM}`} />}
        <path
          class="plot-values"
          d={levels
            .flatMap(({ agents, values }) =>
              values.map(value => `M${x(agents).toFixed(1)} ${y(value).toFixed(1)}h0`),
            )
            .join('')}
        />
        <path class="plot-line" d={linePath(medians)} />
        {medians.map(([cx, cy]) => (
          <circle key={cx} class="plot-median" cx={cx} cy={cy} r="4" />
        ))}
        {knee && <circle class="plot-knee" cx={x(knee.agents)} cy={y(knee.median)} r="8" />}
      </svg>
    </div>
  )
}
