import type { Measurement, Unit } from '../../../../../load/measure/measurement.ts'
import { isDrawnOverTime } from '../../../../drawn-over-time.ts'
import type { Curve, RunReport } from '../../../../run-report.ts'
import type { LinePoints } from './columns.ts'
import { labelValues, metricTitle } from '../measured/names.ts'
import { pooledSamples } from '../measured/pooled-samples.ts'

/** One of the stacked charts of the time axis. */
export interface Panel {
  id: string
  title: string
  unit: Unit
  draw: 'line' | 'dots'
  lines: { name: string; points: LinePoints }[]
  /** Metrics shown, for hatching the spans in which they are doubted. */
  metrics: string[]
}

/** The percentile that a panel of several curves shows. */
export type LatencyPercentile = 'p50' | 'p95' | 'p99'

/** Lines that one panel holds; more of them go on in a further panel. As many as there are colours. */
export const LINES_PER_PANEL = 8

/** Order down the page: what was asked of the target, what it answered, what it cost, how the generator fared. */
const ORDER = [
  'load.agents',
  'load.users',
  'load.connected',
  'load.reconnects',
  'load.messages',
  'realtime.latency',
  'realtime.paint',
  'realtime.staleness',
  'realtime.age',
  'realtime.polling',
  'realtime.',
  'load.intended',
  'load.requests',
  'api.',
  'messages.',
  'agents.',
  'skills.',
  'shape.',
  'mix.',
  'load.errors',
  'load.',
  'page',
  'target.cpu',
  'target.memory',
  'target.',
  'generator.loop-delay',
  'generator.utilisation',
  'generator.cpu',
  'generator.',
]

/** The spans from agent to pixel share a panel: their sum is what `realtime.paint` shows. */
const PAINT_SPANS = 'realtime.paint.'

/** Samples of these metrics are drawn as events of the page; the other vitals belong to the same visits. */
const PAGE_EVENTS = ['dashboard.ready', 'dashboard.inp', 'users.ready']

/** Start of the run, epoch milliseconds: the zero of the time axis. */
export function zeroOf(report: Pick<RunReport, 'run' | 'phases'>): number {
  return Math.min(Date.parse(report.run.startedAt), ...report.phases.map(phase => phase.startMs))
}

/** The panels of the time axis, top to bottom, with times in seconds since `zeroMs`. */
export function panelsOf(
  report: Pick<RunReport, 'measurements' | 'curves'>,
  zeroMs: number,
  percentile: LatencyPercentile,
): Panel[] {
  const measurements = report.measurements.filter(({ metric }) => isDrawnOverTime(metric))
  const curves = report.curves.filter(({ metric }) => isDrawnOverTime(metric))
  return [
    ...seriesPanels(measurements, zeroMs),
    ...curvePanels(curves, zeroMs, percentile),
    ...samplePanels(measurements, zeroMs),
  ]
    .flatMap(split)
    .toSorted((a, b) => rank(a.id) - rank(b.id) || a.id.localeCompare(b.id, 'en', { numeric: true }))
}

function seriesPanels(measurements: readonly Measurement[], zeroMs: number): Panel[] {
  const groups = new Map<string, Panel>()
  for (const { metric, unit, labels, data } of measurements) {
    if (data.kind !== 'series' || data.points.length === 0) continue
    const id = `${metric} ${unit}`
    const panel = groups.get(id) ?? emptyPanel(id, metric, unit, 'line')
    const points = data.points.map(([atMs, value]) => [(atMs - zeroMs) / 1000, value] as const)
    addLine(panel, labelValues(labels) || metricTitle(metric), points)
    groups.set(id, panel)
  }
  return [...groups.values()]
}

/** A metric with one curve shows its three percentiles, one with several shows a single percentile of each. */
function curvePanels(curves: readonly Curve[], zeroMs: number, percentile: LatencyPercentile): Panel[] {
  const drawn = curves.filter(curve => curve.overTime.length > 0)
  const metrics = [...new Set(drawn.map(curve => curve.metric))]
  return metrics.map(metric => {
    const own = drawn.filter(curve => curve.metric === metric)
    const single = own.length === 1
    const panel = emptyPanel(metric, metric, own[0]?.unit ?? 'ms', 'line')
    for (const curve of own) {
      for (const each of single ? (['p50', 'p95', 'p99'] as const) : [percentile]) {
        const points = curve.overTime.map(block => [(block.atMs - zeroMs) / 1000, block[each]] as const)
        addLine(panel, single ? each : labelValues(curve.labels), points)
      }
    }
    return single ? panel : { ...panel, title: `${panel.title}, ${percentile}` }
  })
}

function samplePanels(measurements: readonly Measurement[], zeroMs: number): Panel[] {
  const panels = new Map<string, Panel>()
  for (const { metric, unit, labels, points } of pooledSamples(measurements)) {
    const group = sampleGroup(metric, unit)
    if (!group) continue
    const panel = panels.get(group.id) ?? {
      ...emptyPanel(group.id, metric, unit, 'dots'),
      title: group.title,
    }
    const values = labelValues(labels)
    const seconds = points
      .map(point => [(point.atMs - zeroMs) / 1000, point.value] as const)
      .toSorted(([a], [b]) => a - b)
    addLine(
      panel,
      group.id === metric && values !== '' ? values : nameOf(metricTitle(metric), values),
      seconds,
    )
    if (!panel.metrics.includes(metric)) panel.metrics.push(metric)
    panels.set(group.id, panel)
  }
  return [...panels.values()]
}

/** The panel that samples of a metric are drawn in; undefined for those that are not drawn over time. */
function sampleGroup(metric: string, unit: Unit): { id: string; title: string } | undefined {
  if (unit === 'ms' && PAGE_EVENTS.some(prefix => metric.startsWith(prefix))) {
    return { id: 'page', title: 'Page events' }
  }
  if (metric.startsWith(PAINT_SPANS))
    return { id: 'realtime.paint spans', title: 'Spans from agent to pixel' }
  return metric.startsWith('realtime.') ? { id: metric, title: metricTitle(metric) } : undefined
}

function emptyPanel(id: string, metric: string, unit: Unit, draw: Panel['draw']): Panel {
  return { id, title: metricTitle(metric), unit, draw, lines: [], metrics: [metric] }
}

/** Adds points to the line of that name: shards and repeated workloads measure the same thing in windows of their own. */
function addLine(panel: Panel, name: string, points: LinePoints): void {
  const known = panel.lines.find(line => line.name === name)
  if (known) known.points = [...known.points, ...points].toSorted(([a], [b]) => a - b)
  else panel.lines.push({ name, points })
}

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

function rank(id: string): number {
  const at = ORDER.findIndex(prefix => id.startsWith(prefix))
  return at < 0 ? ORDER.length : at
}
