import type { FigureName } from '../comparison.ts'
import type { Judgement } from '../judge/slo.ts'
import type { Machine } from '../machine.ts'
import type { RunReport } from '../run-report.ts'

/** A statistic of a run. */
export interface Figure extends FigureName {
  value: number
  n: number
}

/** What a run was taken of, on and with: figures of runs are compared where these are alike. */
export interface Conditions {
  target: string
  fleetmark: string
  machine: Machine
  settings: Readonly<Record<string, string>>
}

/** One run of a baseline. */
export interface BaselineRun {
  id: string
  startedAt: string
  figures: Figure[]
}

/** Runs to compare with. */
export interface Baseline {
  schemaVersion: 1
  /** Letters, digits, dots, dashes and underscores. */
  name: string
  savedAt: string
  conditions: Conditions
  /** At least one. */
  runs: BaselineRun[]
}

/** Settings that say where things are, not what is measured. Faults and commits are changes of the target. */
const PLACES = new Set([
  'PERF_ENV',
  'PERF_TARGET',
  'PERF_TARGET_COMMIT',
  'PERF_BASE_URL',
  'PERF_PORT',
  'PERF_QUEUE',
  'PERF_CALLBACK_URL',
  'PERF_WINDOW',
  'PERF_JOIN',
  'PERF_PROFILE',
  'PERF_ALLOW_HOSTS',
  'PERF_LIVE',
  'PERF_CHECKPOINT',
  'PERF_RESUME',
  'PERF_PROGRESS',
  'PERF_RESULTS',
  'PERF_CHROMIUM',
  'PERF_FAULTS',
  'PERF_BASELINE',
  'PERF_REGRESSION',
  'PERF_COMPARE_URL',
  'PERF_COMPARE_TARGET',
  'PERF_COMPARE_PAIRS',
  'PERF_COMPARE_SECONDS',
  'PERF_COMPARE_RATE',
  'PERF_COMPARE_FAULTS',
])

/** @returns those of the settings that say what is measured */
export const measuringSettings = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !PLACES.has(name)))

/** @returns what a run was taken of, on and with */
export const conditionsOf = ({ run, machine, target }: RunReport): Conditions => ({
  target: target.name,
  fleetmark: run.fleetmark,
  machine,
  settings: measuringSettings(run.settings),
})

/** @returns a run's figures: those of judgements that have one and are not invalid */
export const baselineRunOf = ({ run, judgements }: RunReport): BaselineRun => ({
  id: run.id,
  startedAt: run.startedAt,
  figures: judgements.flatMap(one => figureOf(one) ?? []),
})

/** @returns the figure of a judgement; none where it has no data, or the test machine may have made it */
export function figureOf(judgement: Judgement): Figure | undefined {
  const { observed, verdict, n } = judgement
  if (observed === undefined || verdict === 'INVALID') return undefined
  return { ...nameFigure(judgement), value: observed, n }
}

/** @returns which statistic a judgement is of: `p(95)` of `p(95)<200` */
export function nameFigure({ name, title, metric, labels, unit, objective }: Judgement): FigureName {
  return { name, title, metric, labels, unit, statistic: objective.replace(/\s*[<>=].*$/s, '') }
}

/** @returns what differs between two runs' conditions, so that their figures can't be compared, in sentences */
export function differencesOf(before: Conditions, after: Conditions): string[] {
  const differ = (what: string, old: string | number, now: string | number): string[] =>
    old === now ? [] : [`${what} was ${old} and is ${now}.`]
  const { machine: was } = before
  const { machine: is } = after
  const settings = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])
  return [
    ...differ('The target', before.target, after.target),
    ...[...settings].flatMap(name =>
      differ(name, before.settings[name] ?? 'not set', after.settings[name] ?? 'not set'),
    ),
    ...differ("The machine's CPU", was.cpu, is.cpu),
    ...differ('The number of cores', was.cores, is.cores),
    ...differ('The memory in bytes', was.memoryBytes, is.memoryBytes),
    ...differ('The operating system', was.os, is.os),
    ...differ('Node', was.node, is.node),
    ...differ('The browser', was.browser, is.browser),
    ...differ('Fleetmark', before.fleetmark, after.fleetmark),
  ]
}
