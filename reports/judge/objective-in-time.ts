import type { Measurement } from '../../load/measure/measurement.ts'
import { formatDuration, formatExact } from '../format.ts'
import { stated } from './because.ts'
import type { Evidence } from './evidence.ts'
import { isGrowth } from './objective.ts'
import type { Objective } from './objective.ts'
import type { Slo } from './slo.ts'

/** What of an objective can be told in the time that there was. */
export interface ObjectiveInTime {
  /** The objective; of growth in a short time with as much as is allowed in all of it. */
  objective: Objective
  /** Whether there was less time than a PASS takes. */
  isShort: boolean
  /** How long was measured, ms; of growth the longest stretch. */
  spanMs: number
}

/** @returns what of an SLO's objective can be told in the time that these measurements took */
export function objectiveInTime(
  { spanMs: neededMs }: Slo,
  objective: Objective,
  measurements: readonly Measurement[],
): ObjectiveInTime {
  const windows = measurements.map(({ window }) => window)
  const growth = isGrowth(objective.statistic)
  const spanMs = growth ? longestMs(windows) : coveredMs(windows)
  if (neededMs === undefined || spanMs >= neededMs) return { objective, isShort: false, spanMs }
  const limit = growth && spanMs > 0 ? objective.limit * (neededMs / spanMs) : objective.limit
  return { objective: { ...objective, limit }, isShort: true, spanMs }
}

/** What a short time tells. */
interface Short {
  slo: Slo
  objective: Objective
  evidence: Evidence
  spanMs: number
  /** Whether what the time is long enough for holds. */
  holds: boolean
}

/** @returns why a PASS would say too much, and what can be said, in sentences */
export function tooShort({ slo, objective, evidence, spanMs, holds }: Short): string {
  const { statistic, limit } = objective
  const time = formatDuration(spanMs)
  const needed = `A PASS takes ${formatDuration(slo.spanMs ?? 0)}, and this is ${time} of it`
  const remedy = slo.setting === undefined ? '' : ` Raise ${slo.setting}.`
  const seen = stated({ slo, objective, evidence, causes: {} })
  if (!isGrowth(statistic)) return `${needed}: ${seen}.${remedy}`
  const wouldShow = `${formatExact(limit, slo.unit)}${statistic.kind === 'leak' ? ' a minute' : ''}`
  const told = holds
    ? `growth of ${wouldShow} would have shown by now, and there is none`
    : evidence.resamples
      ? `its values vary too much to tell growth of ${wouldShow} from none`
      : 'that is too little to tell growth from none'
  return `${needed}: ${told} (${seen}).${remedy}`
}

type Window = Measurement['window']

const longestMs = (windows: readonly Window[]): number =>
  windows.reduce((most, { startMs, endMs }) => Math.max(most, endMs - startMs), 0)

/** What is covered by several counts once. */
function coveredMs(windows: readonly Window[]): number {
  let [covered, untilMs] = [0, Number.NEGATIVE_INFINITY]
  for (const { startMs, endMs } of windows.toSorted((a, b) => a.startMs - b.startMs)) {
    covered += Math.max(0, endMs - Math.max(startMs, untilMs))
    untilMs = Math.max(untilMs, endMs)
  }
  return covered
}
