import type { Measurement, Unit } from '../../../../../load/measure/measurement.ts'
import type { Declared } from '../../../../stored/declared.ts'
import type { Curve, RunReport } from '../../../../run-report.ts'
import type { LinePoints } from './columns.ts'
import { labelValues } from '../measured/names.ts'
import { pooledSamples } from '../measured/pooled-samples.ts'

/** One of the stacked charts of the time axis. */
export interface Panel {
  id: string
  title: string
  unit: Unit
  /** A level is held from each value to the next. */
  draw: 'line' | 'dots' | 'steps'
  /** Each with its stretches, in order: what was measured without a pause. */
  lines: { name: string; stretches: LinePoints[] }[]
  /** Metrics shown, for hatching the spans in which they are doubted. */
  metrics: string[]
  /** The percentiles that are shown, of curves. */
  shows?: readonly string[]
}

/** The percentile that a panel of several curves shows. */
export type LatencyPercentile = 'p50' | 'p95' | 'p99'

/** Lines that one panel holds; more of them go on in a further panel. As many as there are colours. */
const LINES_PER_PANEL = 8

/** Start of the run, epoch milliseconds: the zero of the time axis. */
export function zeroOf(report: Pick<RunReport, 'run' | 'steps'>): number {
  return Math.min(Date.parse(report.run.startedAt), ...report.steps.map(step => step.startMs))
}

/** The panels of the time axis, top to bottom, with times in seconds since `zeroMs`. */
export function panelsOf(
  report: Pick<RunReport, 'measurements' | 'curves'>,
  declared: Declared,
  zeroMs: number,
  percentile: LatencyPercentile,
): Panel[] {
  const drawn = ({ metric }: { metric: string }): boolean => declared.of(metric).overTime !== false
  const measurements = report.measurements.filter(drawn)
  return [
    ...seriesPanels(measurements, declared, zeroMs),
    ...curvePanels(report.curves.filter(drawn), declared, zeroMs, percentile),
    ...samplePanels(measurements, declared, zeroMs),
  ]
    .toSorted((a, b) => orderOf(a, declared) - orderOf(b, declared))
    .flatMap(split)
}

function seriesPanels(measurements: readonly Measurement[], declared: Declared, zeroMs: number): Panel[] {
  const groups = new Map<string, Panel>()
  for (const { metric, unit, labels, data } of measurements) {
    if (data.kind !== 'series' || data.points.length === 0) continue
    const id = `${metric} ${unit}`
    const panel = groups.get(id) ?? {
      ...emptyPanel(metric, declared, unit, isLevel(metric, declared) ? 'steps' : 'line'),
      id,
    }
    const points = data.points.map(([atMs, value]) => [(atMs - zeroMs) / 1000, value] as const)
    addLine(panel, labelValues(labels) || declared.title(metric), points)
    groups.set(id, panel)
  }
  return [...groups.values()]
}

/** A metric with one curve shows its three percentiles, one with several shows a single percentile of each. */
function curvePanels(
  curves: readonly Curve[],
  declared: Declared,
  zeroMs: number,
  percentile: LatencyPercentile,
): Panel[] {
  const drawn = curves.filter(curve => curve.overTime.length > 0)
  const metrics = [...new Set(drawn.map(curve => curve.metric))]
  return metrics.map(metric => {
    const own = drawn.filter(curve => curve.metric === metric)
    const single = own.length === 1
    const panel = emptyPanel(metric, declared, own[0]?.unit ?? 'ms', 'line')
    for (const curve of own) {
      for (const each of single ? (['p50', 'p95', 'p99'] as const) : [percentile]) {
        const points = curve.overTime.map(block => [(block.atMs - zeroMs) / 1000, block[each]] as const)
        addLine(panel, single ? each : labelValues(curve.labels), points)
      }
    }
    return single
      ? { ...panel, shows: ['p50', 'p95', 'p99'] }
      : { ...panel, shows: [percentile], title: `${panel.title}, ${percentile}` }
  })
}

function samplePanels(measurements: readonly Measurement[], declared: Declared, zeroMs: number): Panel[] {
  const panels = new Map<string, Panel>()
  for (const { metric, unit, labels, points } of pooledSamples(measurements)) {
    const { overTime } = declared.of(metric)
    const shared = typeof overTime === 'object' ? overTime.panel : undefined
    const id = shared === undefined ? metric : `${shared} ${unit}`
    const panel = panels.get(id) ?? {
      ...emptyPanel(metric, declared, unit, 'dots'),
      id,
      ...(shared !== undefined && { title: shared }),
    }
    const values = labelValues(labels)
    const seconds = points
      .map(point => [(point.atMs - zeroMs) / 1000, point.value] as const)
      .toSorted(([a], [b]) => a - b)
    addLine(
      panel,
      shared === undefined && values !== '' ? values : nameOf(declared.title(metric), values),
      seconds,
    )
    if (!panel.metrics.includes(metric)) panel.metrics.push(metric)
    panels.set(id, panel)
  }
  return [...panels.values()]
}

const isLevel = (metric: string, declared: Declared): boolean => declared.of(metric).quantity === 'level'

function emptyPanel(metric: string, declared: Declared, unit: Unit, draw: Panel['draw']): Panel {
  return { id: metric, title: declared.title(metric), unit, draw, lines: [], metrics: [metric] }
}

/** Adds a stretch to the line of that name: repeated workloads measure the same thing in windows of their own, and shards at the same time. */
function addLine(panel: Panel, name: string, points: LinePoints): void {
  const known = panel.lines.find(line => line.name === name)
  if (known) known.stretches = joinOverlapping([...known.stretches, points])
  else panel.lines.push({ name, stretches: [points] })
}

function joinOverlapping(stretches: readonly LinePoints[]): LinePoints[] {
  const joined: LinePoints[] = []
  for (const points of stretches.toSorted((a, b) => startOf(a) - startOf(b))) {
    const last = joined.at(-1)
    if (last && startOf(points) <= (last.at(-1)?.[0] ?? -Infinity))
      joined[joined.length - 1] = [...last, ...points].toSorted(([a], [b]) => a - b)
    else joined.push(points)
  }
  return joined
}

const startOf = (points: LinePoints): number => points[0]?.[0] ?? Infinity

function split(panel: Panel): Panel[] {
  const parts = Math.ceil(panel.lines.length / LINES_PER_PANEL)
  if (parts === 1) return [panel]
  return Array.from({ length: parts }, (_, part) => ({
    ...panel,
    id: `${panel.id} ${part + 1}`,
    title: `${panel.title} (${part + 1} of ${parts})`,
    lines: panel.lines.slice(part * LINES_PER_PANEL, (part + 1) * LINES_PER_PANEL),
  }))
}

function nameOf(title: string, values: string): string {
  return values === '' ? title : `${title} ${values}`
}

/** A panel that several metrics share stands where the first of them does. */
const orderOf = ({ metrics }: Panel, declared: Declared): number =>
  Math.min(...metrics.map(metric => declared.of(metric).order))
