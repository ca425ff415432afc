import { largestOf } from '../../../../load/measure/extremes.ts'
import { useRef } from 'preact/hooks'
import type { Line } from '../../../statistics/theil-sen.ts'
import type { Unit } from '../../../../load/measure/measurement.ts'
import { formatCount, formatValue } from '../../../format.ts'
import { linearScale } from '../model/axis/value-scale.ts'
import { ChartImage } from './chart-image.tsx'
import { linePath } from './line-path.ts'
import { namedTicks } from './named-ticks.ts'
import { useWidth } from './use-width.ts'
import { ValueGrid } from './value-grid.tsx'

const HEIGHT = 170
const LEFT = 58
const RIGHT = 18
const TOP = 10
const BOTTOM = 24

/** What was measured at one load. */
export interface LevelPoint {
  at: number
  /** Where the line goes through. */
  value: number
  /** Drawn as faint dots. Default none. */
  values?: readonly number[]
  /** `broken`: the load did not hold; `unknown`: it tells nothing about the target. Default neither. */
  mark?: 'broken' | 'unknown' | undefined
}

interface LevelChartProps {
  title: string
  /** What the loads are counted in: `agents`. */
  loads: string
  unit: Unit
  /** By rising load. */
  points: readonly LevelPoint[]
  /** The load at the knee. */
  kneeAt: number | undefined
  /** The straight line through all values, drawn from the first load to the last. */
  line?: Line | undefined
}

/** One metric over the load, both axes linear: a line through its values, the knee ringed, a cross where the load did not hold. */
export function LevelChart({ title, loads, unit, points, kneeAt, line }: LevelChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const width = Math.max(200, useWidth(holder, 320))
  const most = Math.max(1, ...points.map(({ at }) => at))
  const scale = linearScale(largestOf(points.flatMap(({ value, values = [] }) => [value, ...values])))
  const x = (at: number) => LEFT + ((width - LEFT - RIGHT) * at) / most
  const y = (value: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * scale.at(value)
  const knee = points.find(({ at }) => at === kneeAt)
  const summary = `${title} by ${loads}. ${points
    .map(
      ({ at, value, mark }) =>
        `${formatCount(at)} ${loads} ${formatValue(value, unit)}${mark === 'broken' ? ' (did not hold)' : ''}`,
    )
    .join(', ')}.`
  return (
    <ChartImage holder={holder} summary={summary} width={width} height={HEIGHT} kind="levels">
      <ValueGrid ticks={scale.ticks} unit={unit} y={y} left={LEFT} right={width - RIGHT} />
      {namedTicks(points.map(({ at }) => ({ text: formatCount(at), at: x(at) }))).map(({ text, at }) => (
        <text key={text} x={at} y={HEIGHT - 6} text-anchor="middle">
          {text}
        </text>
      ))}
      {line && (
        <path
          class="plot-fit"
          d={linePath(
            points
              .filter((_, index) => index === 0 || index === points.length - 1)
              .map(({ at }) => [x(at), y(Math.max(0, line.slope * at + line.intercept))]),
          )}
        />
      )}
      {knee && <path class="plot-mark" d={`M${x(knee.at)} ${TOP}V${HEIGHT - BOTTOM}`} />}
      <path
        class="plot-values"
        d={points
          .flatMap(({ at, values = [] }) =>
            values.map(value => `M${x(at).toFixed(1)} ${y(value).toFixed(1)}h0`),
          )
          .join('')}
      />
      <path class="plot-line" d={linePath(points.map(({ at, value }) => [x(at), y(value)]))} />
      {points.map(({ at, value, mark }) =>
        mark === 'broken' ? (
          <path
            key={at}
            class="plot-broken"
            d={`M${x(at) - 5} ${y(value) - 5}l10 10M${x(at) + 5} ${y(value) - 5}l-10 10`}
          />
        ) : (
          <circle
            key={at}
            class={mark === 'unknown' ? 'plot-unknown' : 'plot-median'}
            cx={x(at)}
            cy={y(value)}
            r="4"
          />
        ),
      )}
      {points.map(({ at, value }) => (
        <circle
          key={at}
          class="plot-hover"
          cx={x(at)}
          cy={y(value)}
          r="9"
          data-told={`${formatCount(at)} ${loads}: ${formatValue(value, unit)}`}
        />
      ))}
      {knee && <circle class="plot-knee" cx={x(knee.at)} cy={y(knee.value)} r="8" />}
    </ChartImage>
  )
}
