import type { Unit } from '../load/measure/measurement.ts'

/**
 * How soon to act, the most urgent first. HIGH: a required SLO is missed. MEDIUM: one has no answer, a warning's SLO is missed, a figure is worse than
 * the baseline's, or less than a fifth of a limit is left. LOW: worth a look. INFO: all is met.
 */
export const PRIORITIES = ['HIGH', 'MEDIUM', 'LOW', 'INFO'] as const
export type Priority = (typeof PRIORITIES)[number]

/** So much advice is shown at once; a document has all of it. */
export const MOST_ADVICE = 5

/** A few figures of one unit beside each other: what a sentence of advice rests on. */
export interface AdviceFigures {
  title: string
  unit: Unit
  /** What they are held against. Absent: there is no one limit on them. */
  limit?: number
  bars: {
    label: string
    value: number
    /** It is what the advice is about. */
    isMarked?: true
  }[]
}

/** What a run's figures say is wrong, or will be, and what to look at next. */
export interface Advice {
  /** Id of the rule, e.g. `slow-endpoint`. */
  rule: string
  priority: Priority
  /** What is so, in sentences that cite SLOs and numbers. */
  text: string
  /** The next thing to look at or to do, in a sentence. */
  next: string
  /** Names of the judgements that it explains, the one that it is about first. Empty: it is about none. */
  judgements: string[]
  figures?: AdviceFigures
}
