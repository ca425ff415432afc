import type { Labels, Measurement, TallyData } from '../../../load/measure/measurement.ts'
import { mergeTallies } from '../../../load/measure/tally.ts'
import type { FigureName } from '../../comparison.ts'
import type { PairedRow } from '../../paired-comparison.ts'
import type { RunReport } from '../../run-report.ts'
import { Declared } from '../../stored/declared.ts'

/** What the metrics of two builds begin with. Their labels: `build` (A or B), the `statistic`, and what was asked. */
const PAIRS = 'pairs.'

/** How what was asked of a build ended. */
export interface Ended {
  total: number
  bad: number
  /** The most frequent cause of failures; empty without one. */
  cause: string
}

/** A figure as it was measured of both builds. */
export interface PairedFigure {
  figure: FigureName
  pairs: PairedRow['pairs']
  a: Ended
  b: Ended
}

/** @returns the figures of two builds that a run measured in turns; none of any other run */
export function pairedFigures(
  report: Pick<RunReport, 'measurements' | 'metrics' | 'sections'>,
): PairedFigure[] {
  const own = report.measurements.filter(({ metric, labels }) => metric.startsWith(PAIRS) && labels['build'])
  const declared = new Declared(report)
  const named = new Map<string, { figure: FigureName; values: Record<'A' | 'B', Map<number, number>> }>()
  for (const { metric, labels, unit, data } of own) {
    const { build, statistic = '', ...rest } = labels
    if (data.kind !== 'samples' || (build !== 'A' && build !== 'B')) continue
    const name = nameOf(metric, rest, statistic)
    const one = named.get(name) ?? {
      figure: { name, title: declared.seriesTitle(metric, rest), metric, labels: rest, unit, statistic },
      values: { A: new Map(), B: new Map() },
    }
    named.set(name, one)
    for (const { atMs, value } of data.points) one.values[build].set(atMs, value)
  }
  const tallies = own.filter((one): one is Tallied => one.data.kind === 'tally')
  return [...named.values(), ...lost(tallies, named, declared)].map(({ figure, values }) => ({
    figure,
    pairs: [...values.A]
      .flatMap(([atMs, a]) => {
        const b = values.B.get(atMs)
        return b === undefined ? [] : [{ atMs, a, b }]
      })
      .sort((one, other) => one.atMs - other.atMs),
    a: endedOf(tallies, figure, 'A'),
    b: endedOf(tallies, figure, 'B'),
  }))
}

type Tallied = Measurement & { data: TallyData }

const nameOf = (metric: string, labels: Labels, statistic: string): string =>
  [...Object.values(labels), metric.slice(PAIRS.length), statistic].join(' ')

/** What was asked of a build and never once answered has no figure, and is a row all the same. */
function lost(
  tallies: readonly Tallied[],
  named: ReadonlyMap<string, { figure: FigureName }>,
  declared: Declared,
) {
  const known = new Set([...named.values()].map(({ figure }) => keyOf(figure.metric, figure.labels)))
  const figures = new Map<string, FigureName>()
  for (const { metric, labels } of tallies) {
    const { build: _build, ...rest } = labels
    if (known.has(keyOf(metric, rest))) continue
    const name = nameOf(metric, rest, '').trim()
    const title = declared.seriesTitle(metric, rest)
    figures.set(name, { name, title, metric, labels: rest, unit: 'ms', statistic: '' })
  }
  return [...figures.values()].map(figure => ({
    figure,
    values: { A: new Map<number, number>(), B: new Map<number, number>() },
  }))
}

/** What belongs together: `pairs.api.latency` and `pairs.api.errors` of the same endpoint. */
const keyOf = (metric: string, labels: Labels): string => JSON.stringify([kindOf(metric), labels])

const kindOf = (metric: string): string => metric.slice(0, metric.lastIndexOf('.'))

/** How all ended that a figure is of: one of all requests has no label that tells them apart. */
function endedOf(tallies: readonly Tallied[], { metric, labels }: FigureName, build: 'A' | 'B'): Ended {
  const wanted = Object.entries({ ...labels, build })
  const own = tallies.filter(
    one =>
      kindOf(one.metric) === kindOf(metric) && wanted.every(([name, value]) => one.labels[name] === value),
  )
  const { total, bad, causes } = mergeTallies(own.map(({ data }) => data))
  const [most] = Object.entries(causes).sort(([, a], [, b]) => b - a)
  return { total, bad, cause: most?.[0] ?? '' }
}
