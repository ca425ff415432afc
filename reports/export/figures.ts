import type { Unit } from '../../load/measure/measurement.ts'
import { VERDICTS } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { Declared } from '../stored/declared.ts'
import { plainLabel } from './plain-text.ts'

/** A value with what tells it apart. */
export interface Figure {
  labels: Readonly<Record<string, string>>
  value: number
}

/** A gauge of a run, for programs that keep figures over time. */
export interface Gauge {
  /** Letters, digits and underscores; ends in its unit where it has one. */
  name: string
  /** A base unit: `seconds`, `bytes`, `ratio`. Absent: there is none, or `unit` is a label. */
  unit?: string
  help: string
  figures: Figure[]
}

/** So many characters of a label's value are kept. */
const VALUE = 200

/** How a unit is called in the names of metrics, and what a value is multiplied by. */
const BASE: Record<Unit, { unit?: string; factor: number }> = {
  ms: { unit: 'seconds', factor: 1e-3 },
  bytes: { unit: 'bytes', factor: 1 },
  ratio: { unit: 'ratio', factor: 1 },
  'per-second': { unit: 'per_second', factor: 1 },
  count: { factor: 1 },
  score: { factor: 1 },
  times: { factor: 1 },
  usd: { unit: 'usd', factor: 1 },
}

const PERCENTILES = new Set([50, 75, 90, 95, 99, 99.9, 100])

/**
 * The figures of a run: its verdict, that of each SLO with what was observed, and of each metric its percentiles or its counts of events. Each carries
 * the run, the target and the labels it was measured with. What is only drawn over time is left out.
 */
export function gaugesOf(report: RunReport): Gauge[] {
  const common = { run: report.run.id, target: report.target.name }
  const gauges = [
    ...runGauges(report),
    ...sloGauges(report),
    ...distributionGauges(report),
    ...eventGauges(report),
  ]
  const byName = Map.groupBy(gauges, ({ name }) => name)
  return [...byName.values()].flatMap(alike => {
    const [gauge] = alike
    const figures = alike
      .flatMap(one => one.figures)
      .filter(({ value }) => Number.isFinite(value))
      .map(({ labels, value }) => ({ labels: cleaned({ ...labels, ...common }), value }))
    return gauge && figures.length > 0 ? [{ ...gauge, figures: distinct(figures) }] : []
  })
}

function runGauges({ run, machine, slosHash }: RunReport): Gauge[] {
  const seconds = (iso: string): number => Date.parse(iso) / 1000
  const one = (value: number, labels: Figure['labels'] = {}): Figure[] => [{ labels, value }]
  const { fleetmark, status } = run
  const facts = { fleetmark, status, machine: machine.fingerprint, slos: slosHash }
  return [
    {
      name: 'fleetmark_run_ok',
      help: '1 when every required SLO passed',
      figures: one(run.ok ? 1 : 0, facts),
    },
    {
      name: 'fleetmark_run_started_seconds',
      unit: 'seconds',
      help: 'When the run began, Unix time',
      figures: one(seconds(run.startedAt)),
    },
    {
      name: 'fleetmark_run_duration_seconds',
      unit: 'seconds',
      help: 'How long the run took',
      figures: one(seconds(run.endedAt) - seconds(run.startedAt)),
    },
  ]
}

function sloGauges({ judgements }: RunReport): Gauge[] {
  const figures = (pick: (one: RunReport['judgements'][number]) => number | undefined): Figure[] =>
    judgements.map(one => {
      const { name, category, level, objective, unit } = one
      return { labels: { slo: name, category, level, objective, unit }, value: pick(one) ?? Number.NaN }
    })
  return [
    {
      name: 'fleetmark_slo_verdict',
      help: '1 for the verdict of the SLO, 0 for the others',
      figures: judgements.flatMap(({ name, category, level, verdict }) =>
        VERDICTS.map(each => ({
          labels: { slo: name, category, level, verdict: each },
          value: each === verdict ? 1 : 0,
        })),
      ),
    },
    {
      name: 'fleetmark_slo_observed',
      help: 'What the SLO judges, in its unit',
      figures: figures(one => one.observed),
    },
    {
      name: 'fleetmark_slo_limit',
      help: 'The limit of the SLO, in its unit',
      figures: figures(one => one.limit),
    },
    {
      name: 'fleetmark_slo_confidence_ratio',
      unit: 'ratio',
      help: 'Probability that the SLO holds, given the data',
      figures: figures(one => one.confidence),
    },
    {
      name: 'fleetmark_slo_values',
      help: 'How many values the SLO was judged by',
      figures: figures(one => one.n),
    },
  ]
}

function distributionGauges(report: RunReport): Gauge[] {
  const declared = new Declared(report)
  return [...Map.groupBy(report.curves, ({ metric, unit }) => `${metric} ${unit}`).values()].flatMap(
    curves => {
      const [first] = curves
      if (!first) return []
      const { unit, factor } = BASE[first.unit]
      const name = [nameOf(first.metric), unit].filter(Boolean).join('_')
      return [
        {
          name,
          ...(unit && { unit }),
          help: `${declared.title(first.metric)}, by percentile`,
          figures: curves.flatMap(({ labels, percentiles }) =>
            percentiles
              .filter(([percentile]) => PERCENTILES.has(percentile))
              .map(([percentile, value]) => ({
                labels: { ...prefixed(labels), percentile: String(percentile) },
                value: value * factor,
              })),
          ),
        },
        {
          name: `${name.replace(new RegExp(`_${unit}$`), '')}_values`,
          help: `${declared.title(first.metric)}: how many values`,
          figures: curves.map(({ labels, n }) => ({ labels: prefixed(labels), value: n })),
        },
      ]
    },
  )
}

function eventGauges(report: RunReport): Gauge[] {
  const declared = new Declared(report)
  return [...Map.groupBy(report.measurements, ({ metric }) => metric)].flatMap(([metric, measurements]) => {
    const figures = measurements.flatMap(({ labels, data }) =>
      data.kind !== 'tally'
        ? []
        : [
            { labels: { ...prefixed(labels), outcome: 'good' }, value: data.total - data.bad },
            { labels: { ...prefixed(labels), outcome: 'bad' }, value: data.bad },
          ],
    )
    return [{ name: `${nameOf(metric)}_events`, help: `${declared.title(metric)}: events`, figures }]
  })
}

const nameOf = (metric: string): string => `fleetmark_${metric.replaceAll(/\W+/g, '_')}`

/** Labels that a target may have named like one of ours. */
const OURS = new Set(['run', 'target', 'percentile', 'outcome'])

const prefixed = (labels: Figure['labels']): Figure['labels'] =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [OURS.has(name) ? `label_${name}` : name, value]),
  )

/** Names as OpenMetrics has them, values that can be shown. */
function cleaned(labels: Figure['labels']): Figure['labels'] {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [
      name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_'),
      plainLabel(value, VALUE),
    ]),
  )
}

/** Workloads that measured one thing twice are told apart: two figures of one name and labels are none. */
function distinct(figures: readonly Figure[]): Figure[] {
  const seen = new Map<string, number>()
  return figures.map(({ labels, value }) => {
    const key = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return { labels: count === 1 ? labels : { ...labels, part: String(count) }, value }
  })
}
