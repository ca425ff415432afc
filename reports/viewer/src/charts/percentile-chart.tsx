import { useMemo, useRef } from 'preact/hooks'
import type { Judgement } from '../../../judge/slo.ts'
import { formatCount, formatValue } from '../../../format.ts'
import type { Distribution } from '../model/measured/distributions.ts'
import type { Declared } from '../../../stored/declared.ts'
import { useDeclared } from '../declared.tsx'
import { percentileLimits } from '../model/verdict/percentile-limits.ts'
import { ninesAt, ninesFor, valueAt } from '../model/measured/percentiles.ts'
import { valueScale } from '../model/axis/value-scale.ts'
import { ChartImage } from './chart-image.tsx'
import { lineColour } from './chart-colour.ts'
import { linePath } from './line-path.ts'
import { useWidth } from './use-width.ts'
import { ValueGrid } from './value-grid.tsx'

interface PercentileChartProps {
  title: string
  distributions: readonly Distribution[]
  /** What the lines are called. Default: metric and labels. */
  names?: readonly string[]
  judgements: readonly Judgement[]
}

const HEIGHT = 260
const LEFT = 66
const RIGHT = 20
const TOP = 10
const BOTTOM = 26
/** What a limit in words takes. */
const LABEL_PX = { width: 90, height: 13 }
const NAMED = [0, 50, 90, 99, 99.9, 99.99]

/** Percentile curves: how slow the slow ones are. Every further nine of the percentile has the same width. */
export function PercentileChart({ title, distributions, names, judgements }: PercentileChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const width = Math.max(280, useWidth(holder, 720))
  const declared = useDeclared()

  const drawn = useMemo(
    () =>
      distributions.map((distribution, index) => named(distribution, judgements, declared, names?.[index])),
    [distributions, names, judgements, declared],
  )
  const scale = useMemo(
    () =>
      valueScale(
        drawn.flatMap(({ limits, percentiles }) => [
          ...percentiles.map(([, value]) => value),
          ...limits.map(({ value }) => value),
        ]),
      ),
    [drawn],
  )
  const nines = Math.max(...distributions.map(({ n }) => ninesFor(n)))
  const unit = distributions[0]?.unit ?? 'ms'
  const x = (percentile: number) => LEFT + ((width - LEFT - RIGHT) * ninesAt(percentile, nines)) / nines
  const y = (value: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * scale.at(value)
  const summary = `${title}. ${drawn
    .map(
      ({ name, percentiles }) =>
        `${name}: median ${formatValue(valueAt(percentiles, 50), unit)}, p99 ${formatValue(valueAt(percentiles, 99), unit)}`,
    )
    .join('; ')}.`

  return (
    <figure class="card padded stack">
      <figcaption>
        <h3>{title}</h3>
        <p class="small soft">
          Each step of the percentile axis is one nine more; the value axis is {scale.kind}. A ring marks a
          limit: the curve has to pass below it.
        </p>
      </figcaption>
      <ChartImage holder={holder} summary={summary} width={width} height={HEIGHT}>
        <ValueGrid ticks={scale.ticks} unit={unit} y={y} left={LEFT} right={width - RIGHT} />
        {NAMED.filter(
          percentile =>
            ninesAt(percentile, Infinity) <= nines + 1e-9 && (percentile > 0 || x(50) - x(0) > 40),
        ).map(percentile => (
          <g key={percentile}>
            <path class="plot-grid" d={`M${x(percentile)} ${TOP}V${HEIGHT - BOTTOM}`} />
            <text x={x(percentile)} y={HEIGHT - 8} text-anchor={percentile === 0 ? 'start' : 'middle'}>
              p{percentile}
            </text>
          </g>
        ))}
        {drawn.map(({ name, percentiles, limits, n }, index) => (
          <g key={name} style={{ color: `var(${lineColour(index)})` }}>
            <path
              class="plot-line"
              d={linePath(
                percentiles
                  .filter(([at], place) => isDrawn(at, n, percentiles[place - 1]?.[0]))
                  .map(([at, value]) => [at === 100 ? x(100 * (1 - 10 ** -ninesFor(n))) : x(at), y(value)]),
              )}
            />
            {percentiles
              .filter(([at]) => ninesAt(at, Infinity) <= ninesFor(n))
              .map(([at, value]) => (
                <circle
                  key={at}
                  class="plot-hover"
                  cx={x(at)}
                  cy={y(value)}
                  r="7"
                  data-told={`${name}: p${at} ${formatValue(value, unit)}`}
                />
              ))}
            {limits.map(limit => (
              <g key={limit.percentile}>
                <circle
                  class="plot-limit"
                  cx={x(limit.percentile)}
                  cy={y(limit.value)}
                  r="5"
                  data-told={`${name}: limit ${limit.text}`}
                />
              </g>
            ))}
          </g>
        ))}
        {limitLabels(drawn, x, y).map(({ text, left, top }) => (
          <text key={`${text} ${left}`} x={left} y={top}>
            {text}
          </text>
        ))}
      </ChartImage>
      <ul class="legend">
        {drawn.map(({ name, n }, index) => (
          <li key={name}>
            <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
            <span class="break">{name}</span> <span class="soft">n {formatCount(n)}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}

/** The largest value closes a curve where no percentile before it stands in the same place. */
function isDrawn(at: number, n: number, before: number | undefined): boolean {
  const end = ninesFor(n)
  return at === 100
    ? before === undefined || ninesAt(before, Infinity) < end - 0.01
    : ninesAt(at, Infinity) <= end
}

/** The limits of all curves in words, each once, beside its ring; those that would lie on each other move up. */
function limitLabels(
  drawn: readonly ReturnType<typeof named>[],
  x: (percentile: number) => number,
  y: (value: number) => number,
): { text: string; left: number; top: number }[] {
  const limits = new Map(
    drawn.flatMap(({ limits: own }) =>
      own.map(limit => [
        limit.text,
        { text: limit.text, left: x(limit.percentile) + 9, top: y(limit.value) + 4 },
      ]),
    ),
  )
  const placed: { text: string; left: number; top: number }[] = []
  for (const label of [...limits.values()].toSorted((a, b) => b.top - a.top)) {
    const below = placed.findLast(({ left }) => Math.abs(left - label.left) < LABEL_PX.width)
    placed.push({ ...label, top: Math.min(label.top, (below?.top ?? Infinity) - LABEL_PX.height) })
  }
  return placed
}

/** A distribution with its name and the limits that objectives set on its percentiles. */
function named(
  distribution: Distribution,
  judgements: readonly Judgement[],
  declared: Declared,
  name: string | undefined,
) {
  const { metric, labels, n, percentiles } = distribution
  return {
    name: name ?? declared.seriesTitle(metric, labels),
    n,
    percentiles,
    limits: percentileLimits(distribution, judgements),
  }
}
