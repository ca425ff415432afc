import type { FigureName } from '../comparison.ts'
import { formatCount } from '../format.ts'
import { MOST_RUNS } from '../trend.ts'
import type { HistoryRun } from './history-run.ts'

/** What a run is held against. */
export interface EarlierRuns {
  /** Of the run's kind, the oldest first, fewer than `MOST_RUNS`. */
  runs: HistoryRun[]
  /** How many runs of the same target are not among them, and why, in sentences. */
  notes: string[]
}

/** In the order in which they are told: of two that differ the first is named. */
const DIFFERENCES: readonly [field: 'machine' | 'settings' | 'fleetmark', told: string][] = [
  ['machine', 'on another machine, system, Node or browser'],
  ['settings', 'with other settings'],
  ['fleetmark', 'by another version of Fleetmark'],
]

/** @returns the runs before this one whose figures may be held against it: what a baseline must share with a run, they share too */
export function earlierRuns(now: HistoryRun, history: readonly HistoryRun[]): EarlierRuns {
  const names = new Set(now.figures.map(({ name }) => name))
  const earlier = history.filter(
    ({ run, target, startedAt }) =>
      run !== now.run && target === now.target && Date.parse(startedAt) < Date.parse(now.startedAt),
  )
  const reasons = Map.groupBy(earlier, one => {
    const difference = DIFFERENCES.find(([field]) => one[field] !== now[field])
    if (difference) return difference[1]
    if (one.status === 'interrupted') return 'interrupted'
    return one.figures.some(({ name }) => names.has(name)) ? '' : 'with other specs'
  })
  const alike = (reasons.get('') ?? []).toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
  return {
    runs: alike.slice(1 - MOST_RUNS),
    notes: [...reasons]
      .filter(([why]) => why !== '')
      .map(([why, { length }]) =>
        length === 1
          ? `An earlier run of this target is not in it: it was taken ${why}.`
          : `${formatCount(length)} earlier runs of this target are not in it: they were taken ${why}.`,
      )
      .map(sentence => sentence.replace('taken interrupted', 'interrupted')),
  }
}

/** @returns what a run has of a statistic; undefined where it has no data, or the test machine may have made it */
export function valueIn({ figures }: HistoryRun, figure: FigureName): number | undefined {
  const found = figures.find(
    ({ name, statistic, unit }) =>
      name === figure.name && statistic === figure.statistic && unit === figure.unit,
  )
  return found?.verdict === 'INVALID' ? undefined : found?.value
}
