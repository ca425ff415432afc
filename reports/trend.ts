import type { Unit } from '../load/measure/measurement.ts'

/** Of so many runs of one kind, this one among them, figures are kept and changes looked for. */
export const MOST_RUNS = 60

/** In fewer runs no change can be told: what chance makes of so few is as good too often. */
export const LEAST_RUNS = 20

/** What became of a figure over the runs of one kind, what a person must see first. */
export const TRENDS = ['ODD', 'WORSE', 'BETTER', 'STEADY', 'TOO_FEW'] as const
export type TrendVerdict = (typeof TRENDS)[number]

/** A run at which a new level of a figure begins. */
export interface LevelChange {
  /** Place of that run in `Trend.runs`. */
  run: number
  /** Median of the new level against that of the one before, as a share: 0.14 is 14 % more. */
  share: number
  /** What it is a share of: the level before, or the SLO's limit where a figure may be 0. */
  of: 'figure' | 'limit'
  isWorse: boolean
}

/** The last runs of a figure, each of them worse than chance makes it, and fewer than a level takes. */
export interface Odd {
  /** How many they are: of one, a second run tells more. */
  runs: number
  /** How many were held against them. */
  before: number
  /** The last one against the median of those, as a share. */
  share: number
  /** What it is a share of. */
  of: LevelChange['of']
}

/** A figure over the runs of one kind. */
export interface FigureTrend {
  /** That of its judgement. */
  name: string
  title: string
  unit: Unit
  /** E.g. `p(95)`. */
  statistic: string
  /** What each of `Trend.runs` has, to six digits; null where it has none. */
  values: (number | null)[]
  /** The earliest first. */
  changes: LevelChange[]
  odd?: Odd
  /** `ODD` where there is one, else what the last change says. `TOO_FEW` runs can't tell a change. */
  verdict: TrendVerdict
  /** In a sentence: `Slower since 12 Nov, +14 %.` */
  because: string
}

/** A run beside the earlier ones of its kind: same target, machine, settings and Fleetmark. */
export interface Trend {
  /** The oldest first, this one the last; at most `MOST_RUNS`. */
  runs: { id: string; startedAt: string }[]
  /** A row for each judgement of this run, what a person must see first. None where there is no earlier run. */
  rows: FigureTrend[]
  /** What is not in it and why, in sentences. */
  notes: string[]
}
