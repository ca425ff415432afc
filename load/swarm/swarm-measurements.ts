import { largestOf } from '../measure/extremes.ts'
import { healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import { mergeHistograms } from '../measure/histogram.ts'
import { rateSeries } from '../measure/rate.ts'
import type { Doubt, HistogramData, Labels, Measurement, TallyData } from '../measure/measurement.ts'
import { mergeTallies } from '../measure/tally.ts'
import type { RoundsReport } from './agents.ts'
import type { Connected } from './connected.ts'
import { explainCut, explainNothing } from './nothing-received.ts'
import type { WatchReport } from './accounts/watch-notes.ts'

/** Less than this share of the intended updates on their way is load that was not applied. */
const APPLIED_SHARE = 0.99

const POLLED = 'The viewers poll and get only the newest state, so values in between are not lost.'

/** @returns `realtime.connect` and `realtime.connect.time` of one side */
export function connectMeasurements(
  side: 'agent' | 'viewer',
  parts: readonly Connected[],
  window: Measurement['window'],
): Measurement[] {
  if (parts.length === 0) return []
  const common = { labels: { side }, window, doubts: [] }
  return [
    {
      ...common,
      metric: 'realtime.connect',
      unit: 'count',
      data: mergeTallies(parts.map(part => part.outcome)),
    },
    {
      ...common,
      metric: 'realtime.connect.time',
      unit: 'ms',
      data: mergeHistograms(parts.map(part => part.time)),
    },
  ]
}

/** @returns how many connections of these measurements were opened */
export function connectedOf(measurements: readonly Measurement[]): number {
  const tallies = measurements.flatMap(({ data }) => (data.kind === 'tally' ? [data] : []))
  return tallies.reduce((sum, { total, bad }) => sum + total - bad, 0)
}

/** What the threads noted in one stage. */
export interface StageParts {
  sent: readonly RoundsReport[]
  watched: readonly WatchReport[]
  window: Measurement['window']
  roundStartsMs: readonly number[]
  agents: number
  /** The `stage` that the measurements are labelled with. */
  label: string
}

/** @returns the labels of what is measured in a stage, by the size of the fleet and the stage's own label */
export const stageLabels = (agents: number, label: string): Labels => ({
  agents: String(agents),
  stage: label,
})

/** @returns the measurements of one stage, out of what its threads noted */
export function stageMeasurements({
  sent,
  watched,
  window,
  roundStartsMs,
  agents,
  label,
}: StageParts): Measurement[] {
  const updates = mergeTallies(sent.map(part => part.sent))
  // The latency counts from the actual send, so that only the viewers can add to it; a refresh counts from the intended one.
  const watching = healthDoubts(watched.map(part => part.health))
  const all = healthDoubts([...sent, ...watched].map(part => part.health))
  const unapplied = unappliedDoubts(updates)
  const labels = stageLabels(agents, label)
  const series = (metric: string, tally: TallyData): Measurement => ({
    metric,
    unit: 'per-second',
    labels: {},
    window,
    data: rateSeries(tally, 'good'),
    doubts: [],
  })
  const health = [
    ...healthMeasurements(
      'agents',
      sent.map(part => part.health),
      window,
    ),
    ...healthMeasurements(
      'viewers',
      watched.map(part => part.health),
      window,
    ),
  ]
  const agentCount: Measurement = {
    metric: 'load.agents',
    unit: 'count',
    labels: {},
    window,
    data: {
      kind: 'series',
      points: [
        [window.startMs, agents],
        [window.endMs, agents],
      ],
    },
    doubts: [],
  }
  const load = [agentCount, { ...series('load.messages', updates), doubts: unapplied }, ...health]
  const held = mergeTallies([...sent, ...watched].map(part => part.held))
  const nothing = explainNothing({ sent, watched, window })
  const absence = nothing ?? explainCut(held)
  const times = (metric: string, parts: readonly HistogramData[], doubts: Doubt[]): Measurement[] => {
    const data = mergeHistograms(parts)
    return data.n === 0 ? [] : [{ metric, unit: 'ms', labels, window, data, doubts }]
  }
  /** What viewers see: where that is nothing, its lack has a reason. */
  const seen = (metric: string, parts: readonly HistogramData[], doubts: Doubt[]): Measurement[] => {
    const data = mergeHistograms(nothing === undefined ? parts : [])
    if (data.n > 0 || absence === undefined) return times(metric, parts, doubts)
    return [{ metric, unit: 'ms', labels, window, data, doubts, absence }]
  }
  const counts = (metric: string, data: TallyData, doubts: Doubt[]): Measurement[] =>
    data.total === 0 ? [] : [{ metric, unit: 'count', labels, window, data, doubts }]
  const answers = [
    ...times(
      'realtime.acknowledged',
      sent.map(part => part.acknowledged),
      [...healthDoubts(sent.map(part => part.health)), ...unapplied],
    ),
    ...counts('realtime.answers', mergeTallies(sent.map(part => part.answers)), []),
  ]
  if (watched.length === 0) return [...answers, ...load]
  const frames = mergeTallies(watched.map(part => part.frames))
  const staleness = watched.map(part => part.staleness)
  const interval = watched.map(part => part.interval)
  const polls = watched.some(part => part.isPolling)
  const unseen = polls ? POLLED : nothing
  const doubts = [...watching, ...unapplied]
  return [
    ...answers,
    ...seen(
      'realtime.latency',
      watched.map(part => part.latency),
      doubts,
    ),
    ...(polls ? seen('realtime.polling', interval, watching) : []),
    ...seen('realtime.staleness', staleness, doubts),
    ...(polls ? seen('realtime.polling.age', staleness, doubts) : []),
    ...seen(
      'realtime.age',
      watched.map(part => part.age),
      doubts,
    ),
    {
      metric: 'realtime.delivery',
      unit: 'count',
      labels,
      window,
      doubts: unapplied,
      ...(unseen === undefined
        ? { data: deliveryTally(watched, window.startMs) }
        : { data: mergeTallies([]), absence: unseen }),
    },
    { metric: 'realtime.frames', unit: 'count', labels, window, data: frames, doubts: [] },
    ...counts('realtime.received', mergeTallies(watched.map(part => part.received)), []),
    ...counts('realtime.held', held, []),
    ...(roundStartsMs.length > 0
      ? [refreshMeasurement(watched, window, roundStartsMs, labels, [...all, ...unapplied])]
      : []),
    series('load.frames', frames),
    ...load,
  ]
}

/** @returns a doubt where updates did not leave: their agents' connections were closed */
function unappliedDoubts({ total, bad, causes }: TallyData): Doubt[] {
  const applied = total - bad
  if (applied >= APPLIED_SHARE * total) return []
  const [cause] = Object.keys(causes)
  return [{ kind: 'load-not-applied', wanted: total, applied, ...(cause !== undefined && { cause }) }]
}

/** An update that comes three times is twice bad: there are at least as many events as bad ones. */
function deliveryTally(watched: readonly WatchReport[], atMs: number): TallyData {
  const sum = (pick: (part: WatchReport['delivery']) => number): number =>
    watched.reduce((total, part) => total + pick(part.delivery), 0)
  const causes = {
    lost: sum(part => part.lost),
    duplicated: sum(part => part.duplicated),
    reordered: sum(part => part.reordered),
  }
  const bad = causes.lost + causes.duplicated + causes.reordered
  const total = Math.max(
    bad,
    sum(part => part.expected),
  )
  return { kind: 'tally', total, bad, causes, blocks: [{ startMs: atMs, total, bad }] }
}

function refreshMeasurement(
  watched: readonly WatchReport[],
  window: Measurement['window'],
  roundStartsMs: readonly number[],
  labels: Measurement['labels'],
  doubts: Doubt[],
): Measurement {
  const points = roundStartsMs.map((atMs, round) => {
    const times = watched.map(part => part.refreshMs[round])
    const known = times.filter(time => time !== undefined)
    return known.length === times.length
      ? { atMs, value: largestOf(known) }
      : { atMs, value: window.endMs - atMs, censored: true as const }
  })
  return { metric: 'realtime.refresh', unit: 'ms', labels, window, data: { kind: 'samples', points }, doubts }
}
