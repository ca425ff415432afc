import { largestOf, leastOf } from '../../load/measure/extremes.ts'
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
  /** Whether the run itself took as long as a PASS does, however much of it was measured. */
  isRunLong: boolean
  /** How long was measured, ms; of growth the longest stretch. */
  spanMs: number
  /** Of growth that was told for long enough, but never so long without a break: how many stretches there are. */
  broken?: number
}

/** Values that reach over so much of a window tell of all of it: the first comes some time after its beginning, the last some time before its end. */
const REACHES = 0.9

/** @returns what of an SLO's objective can be told in the time that these measurements took */
export function objectiveInTime(
  { spanMs: neededMs }: Slo,
  objective: Objective,
  measurements: readonly Measurement[],
): ObjectiveInTime {
  const growth = isGrowth(objective.statistic)
  const stretches = growth ? measurements.flatMap(one => toldOf(one) ?? []) : []
  const ranMs = coveredMs(measurements.map(({ window }) => window))
  const spanMs = growth ? longestMs(stretches) : ranMs
  if (neededMs === undefined || spanMs >= neededMs)
    return { objective, isShort: false, isRunLong: true, spanMs }
  const isRunLong = ranMs >= neededMs
  const limit = growth && spanMs > 0 ? objective.limit * (neededMs / spanMs) : objective.limit
  const short = { objective: { ...objective, limit }, isShort: true, isRunLong, spanMs } as const
  const isBroken = stretches.length > 1 && coveredMs(stretches) >= neededMs
  return isBroken ? { ...short, broken: stretches.length } : short
}

/** What a short time tells. */
interface Short {
  slo: Slo
  inTime: ObjectiveInTime
  evidence: Evidence
  /** Whether what the time is long enough for holds. */
  holds: boolean
  /** Why no more came from some time on: a sentence. */
  stopped: string | undefined
}

/** @returns why a PASS would say too much, and what can be said, in sentences */
export function tooShort({ slo, inTime, evidence, holds, stopped }: Short): string {
  const { objective, spanMs, broken } = inTime
  const { statistic, limit } = objective
  const time = formatDuration(spanMs)
  const needed =
    broken === undefined
      ? `A PASS takes ${formatDuration(slo.spanMs ?? 0)}, and this is ${time} of it`
      : `A PASS takes ${formatDuration(slo.spanMs ?? 0)} without a break, and the longest of ${broken} stretches is ${time}`
  const remedy = ` ${stopped ?? remedyOf(slo, broken !== undefined)}`.trimEnd()
  const seen = stated({ slo, objective, evidence, causes: {} })
  if (!isGrowth(statistic)) return `${needed}: ${seen}.${remedy}`
  if (evidence.undecided !== undefined) return `${needed}: ${seen}. ${evidence.undecided}${remedy}`
  const wouldShow = `${formatExact(limit, slo.unit)}${statistic.kind === 'leak' ? ' a minute' : ''}`
  const told = holds
    ? `growth of ${wouldShow} would have shown by now, and there is none`
    : evidence.resamples
      ? `its values vary too much to tell growth of ${wouldShow} from none`
      : 'that is too little to tell growth from none'
  return `${needed}: ${told} (${seen}).${remedy}`
}

function remedyOf({ setting }: Slo, isBroken: boolean): string {
  if (isBroken)
    return 'Look for what breaks it: the target is started anew meanwhile, or the run is cut short.'
  return setting === undefined ? '' : `Raise ${setting}.`
}

type Window = Measurement['window']

/** @returns the part of its window that a measurement has values of; `undefined` where there is none */
function toldOf({ window, data }: Measurement): Window | undefined {
  const times = timesOf(data)
  if (!times) return window
  const [startMs, endMs] = [leastOf(times), largestOf(times)]
  if (times.length === 0) return undefined
  return endMs - startMs >= REACHES * (window.endMs - window.startMs) ? window : { startMs, endMs }
}

/** @returns when its values were measured, epoch ms; `undefined` of what is told of a window as a whole */
function timesOf(data: Measurement['data']): number[] | undefined {
  switch (data.kind) {
    case 'series':
      return data.points.map(([atMs]) => atMs)
    case 'samples':
      return data.points.map(({ atMs }) => atMs)
    case 'histogram':
      return data.blocks.map(({ startMs }) => startMs)
    case 'tally':
    case 'search':
      return undefined
  }
}

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
