import type { Labels, Unit } from '../load/measure/measurement.ts'

/** A change of less than this share, of the figure or of its limit, is none, unless the SLO says otherwise. */
export const TOLERANCE = 0.1

/** A figure that looks worse fails a run where chance alone makes one of its figures look so in no more than this share of runs. */
const MOST_CHANCE = 0.05

/** What became of a figure, what matters most first. */
export const CHANGES = ['REGRESSED', 'IMPROVED', 'CANNOT_TELL', 'NOT_COMPARABLE', 'SAME'] as const
export type ChangeVerdict = (typeof CHANGES)[number]

/** Which statistic of a run, as an SLO names it. */
export interface FigureName {
  /** That of its judgement: the SLO's id, and the value of its `by` label. */
  name: string
  title: string
  metric: string
  labels: Labels
  unit: Unit
  /** E.g. `p(95)`. */
  statistic: string
}

/** A figure of this run beside that of the baseline. */
export interface Compared extends FigureName {
  /** The median of the baseline's runs. Absent: they have no such figure. */
  before?: number
  /** Absent: this run has no such figure. */
  after?: number
  change?: {
    /** A share: -0.1 is 10 % less. */ estimate: number
    /** The interval holds the truth with 0.95. */ low: number
    high: number
    /** What it is a share of: the figure before, or the SLO's limit where a figure may be 0. */
    of: 'figure' | 'limit'
  }
  /** The SLO's own, as a share: a change of less is none. Absent: 0.1. */
  tolerance?: number
  /**
   * How likely one of the run's figures looks as much worse by chance, 0 to 1: adjusted for their number (Holm). Absent where nothing tells the noise
   * between runs, and in documents from before it was told.
   */
  chance?: number
  verdict: ChangeVerdict
  /** Why, in a sentence. */
  because: string
}

/** Whether a figure got worse by more than chance makes of as many as the run has: one that says nothing of chance did. */
export const isWorse = ({ verdict, chance = 0 }: Compared): boolean =>
  verdict === 'REGRESSED' && chance <= MOST_CHANCE

/** Whether a figure looks worse, and may by chance alone: of so many figures one does now and then. */
export const mayBeWorse = ({ verdict, chance = 0 }: Compared): boolean =>
  verdict === 'REGRESSED' && chance > MOST_CHANCE

/** A run beside a baseline. */
export interface Comparison {
  baseline: {
    name: string
    /** Ids of its runs. */
    runs: string[]
    savedAt: string
  }
  /** What differs between them so that nothing can be compared, in sentences. */
  differences: string[]
  /** What matters most first. */
  rows: Compared[]
}
