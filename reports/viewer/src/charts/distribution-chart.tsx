import { useRef } from 'preact/hooks'
import type { Unit } from '../../../../load/measure/measurement.ts'
import { formatCount, formatExact, formatValue } from '../../../format.ts'
import { bucketStart, type ValueBuckets } from '../../../value-buckets.ts'
import { joinBuckets } from '../model/measured/join-buckets.ts'
import type { PercentileLimit } from '../model/verdict/percentile-limits.ts'
import { linearScale, logarithmicScale } from '../model/axis/value-scale.ts'
import { ChartImage } from './chart-image.tsx'
import { namedTicks } from './named-ticks.ts'
import { useWidth } from './use-width.ts'
import { ValueGrid } from './value-grid.tsx'

const HEIGHT = 260
const LEFT = 66
const RIGHT = 28
const TOP = 26
const BOTTOM = 26
/** Room of a bar of requests that have no time, and the gap before the first. */
const APART_PX = 64
const GAP_PX = 16

interface DistributionChartProps {
  title: string
  unit: Unit
  buckets: ValueBuckets
  limits: readonly PercentileLimit[]
  /** Requests without a time, drawn beside the axis. */
  timedOut: number
  failed: number
}

/** How often an answer took how long: bars on a logarithmic axis, the limits as lines, and beside it what was never answered well. */
export function DistributionChart(props: DistributionChartProps) {
  const { title, unit, buckets, limits } = props
  const holder = useRef<HTMLDivElement>(null)
  const width = Math.max(280, useWidth(holder, 560))
  const apart = [
    { name: 'timed out', count: props.timedOut },
    { name: 'failed', count: props.failed },
  ].filter(({ count }) => count > 0)
  const right = width - RIGHT - (apart.length > 0 ? GAP_PX + APART_PX * apart.length : 0)
  // A limit of 0 has no place on a logarithmic axis: it is drawn where that begins.
  const above = limits.map(({ value }) => value).filter(value => value > 0)
  const least = Math.min(...buckets.map(([step]) => bucketStart(step)), ...above)
  const most = Math.max(...buckets.map(([step]) => bucketStart(step + 1)), ...above)
  const values = logarithmicScale(least, most)
  const x = (value: number) => LEFT + (right - LEFT) * values.at(value)
  const firstStep = buckets[0]?.[0] ?? 0
  const bars = joinBuckets(buckets, x(bucketStart(firstStep + 1)) - x(bucketStart(firstStep)))
  const highest = Math.max(...bars.map(({ count }) => count))
  // A hundred times as many may have failed: that bar is cut off, rather than the answers flattened.
  const counts = linearScale(Math.min(2 * highest, Math.max(highest, ...apart.map(({ count }) => count))))
  const isCut = (count: number) => counts.at(count) > 1
  const y = (count: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * counts.at(count)
  /** At least a pixel high: one slow answer in a thousand must be seen. */
  const top = (count: number) => Math.max(TOP, Math.min(y(count), y(0) - 1.5))
  const answered = bars.reduce((sum, { count }) => sum + count, 0)
  const summary = `${title}. ${formatCount(answered)} answers between ${formatValue(bars[0]?.from, unit)} and ${formatValue(bars.at(-1)?.to, unit)}; ${[...apart.map(({ name, count }) => `${formatCount(count)} ${name}`), ...limits.map(({ text }) => `limit ${text}`)].join(', ')}.`

  return (
    <figure class="card padded stack">
      <figcaption>
        <h3>{title}</h3>
        <p class="small soft">
          Answers by response time, on a logarithmic axis.
          {limits.length > 0 && ' A dashed line marks a limit.'}
          {apart.length > 0 && ' Failed requests stand apart: they have no response time.'}
        </p>
      </figcaption>
      <ChartImage holder={holder} summary={summary} width={width} height={HEIGHT} kind="distribution">
        <ValueGrid
          ticks={counts.ticks.filter(Number.isInteger)}
          unit="count"
          y={y}
          left={LEFT}
          right={width - RIGHT}
        />
        {namedTicks(values.ticks.map(tick => ({ text: formatExact(tick, unit), at: x(tick) }))).map(
          ({ text, at }) => (
            <text key={text} x={at} y={HEIGHT - 8} text-anchor="middle">
              {text}
            </text>
          ),
        )}
        <path
          class="distribution-bars"
          d={bars
            .map(({ from, to, count }) => bar(x(from), Math.min(right, x(to)) - 0.75, top(count), y(0)))
            .join('')}
        />
        {bars.map(({ from, to, count }) => (
          <rect
            key={from}
            class="plot-hover"
            x={x(from)}
            y={TOP}
            width={Math.max(1, Math.min(right, x(to)) - x(from))}
            height={HEIGHT - TOP - BOTTOM}
            data-told={`${formatCount(count)} from ${formatValue(from, unit)} to ${formatValue(to, unit)}`}
          />
        ))}
        {apart.map(({ name, count }, index) => {
          const middle = right + GAP_PX + APART_PX * (index + 0.5)
          return (
            <g key={name}>
              <path class="distribution-bad" d={bar(middle - 14, middle + 14, top(count), y(0))} />
              {isCut(count) && <path class="distribution-cut" d={`M${middle - 18} ${TOP + 22}l36 -10`} />}
              <text x={middle} y={top(count) - 5} text-anchor="middle" class="plot-title">
                {formatCount(count)}
              </text>
              <text x={middle} y={HEIGHT - 8} text-anchor="middle">
                {name}
              </text>
            </g>
          )
        })}
        {limits.map(({ value, text }, index) => (
          <g key={text}>
            <path class="strip-limit" d={`M${x(value)} ${TOP - 4}V${HEIGHT - BOTTOM}`} />
            <text
              class="plot-title"
              x={x(value) - 5}
              y={TOP + 6 + 15 * index}
              text-anchor={x(value) - LEFT > 90 ? 'end' : 'start'}
              dx={x(value) - LEFT > 90 ? 0 : 10}
            >
              {text}
            </text>
          </g>
        ))}
      </ChartImage>
    </figure>
  )
}

/** The `d` of a bar. */
function bar(left: number, right: number, top: number, bottom: number): string {
  return `M${left.toFixed(1)} ${bottom.toFixed(1)}V${top.toFixed(1)}H${right.toFixed(1)}V${bottom.toFixed(1)}Z`
}
