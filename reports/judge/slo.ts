import type { Doubt, Labels, Unit } from '../../load/measure/measurement.ts'

/** `error`: anything but a PASS fails the run; `warn`: it is judged and never fails the run; `info`: it is reported and never judged. */
export type Level = 'error' | 'warn' | 'info'

/** Confidence from which an SLO passes, unless it says otherwise. */
export const PASS_CONFIDENCE = 0.75

/** The five answers, the worst first. Only PASS and FAIL are statements about the target. */
export const VERDICTS = ['FAIL', 'INVALID', 'INCONCLUSIVE', 'NO_DATA', 'PASS'] as const
export type Verdict = (typeof VERDICTS)[number]

/** An objective on a metric, with the rules for judging it. */
export interface Slo {
  /** Stable key of the trend and the baseline, e.g. `dashboard.ready.cold`. */
  id: string
  /** What a person reads, e.g. `Time to live data, cold`. */
  title: string
  /** The system that confidence is summed up for: the id of a declared section, e.g. `page`. */
  category: string
  metric: string
  /** Labels a measurement must carry to be judged here. Default: any. */
  where?: Labels
  /** A label that splits the metric: one judgement for each of its values. */
  by?: string
  unit: Unit
  /** `p(95)<200`, `med<200`, `rate>=0.99`, `count==0`; at level `info` a statistic is enough: `med`. */
  objective: string
  /** Least number of values for a PASS. A FAIL takes as many as its confidence does. */
  minSamples: number
  level: Level
  /** Confidence from which the verdict is PASS; FAIL is at or below one minus it. Default `PASS_CONFIDENCE`. */
  passConfidence?: number
  /** How much worse than a baseline is no regression, as a share of the figure, or of the limit where the figure may be 0: above 0 to 10. Default 0.1. */
  tolerance?: number
  /** The fields of a target without which there is nothing to measure, e.g. `realtime.agent`. */
  needs?: readonly string[]
  /** Fields of a target of which one is enough. Default: none is needed. */
  needsOneOf?: readonly string[]
  /** Only in documents of version 1: the first of `needs` that the target lacks. The verdict is NO_DATA, and says so. */
  lacking?: string
  /** Where the limit comes from. */
  source: string
  /** What a value or an event is called in sentences. Default: values that were good or bad. */
  words?: SloWords
  /**
   * For how long it has to be measured, ms: what lasted less is no PASS. Growth (`leak`, `drift`) is a FAIL before that where it is as much in the shorter
   * time as the limit allows in this one. Default: any time will do.
   */
  spanMs?: number
  /** The setting that gives more values, e.g. `PERF_VISITS`: what to raise when there are too few. */
  setting?: string
}

/** The nouns and verbs of an SLO's sentences: `3 of 50 requests failed`. */
export interface SloWords {
  /** What one is, in the plural: `visits`. */
  noun: string
  /** What a bad event did: `failed`. */
  bad?: string
  /** What a good event did: `connected`. */
  good?: string
}

/** What was concluded about one SLO (and one value of its `by` label). */
export interface Judgement {
  id: string
  /** What tells it apart from all others: the id, and the value of the SLO's `by` label. */
  name: string
  title: string
  category: string
  metric: string
  labels: Labels
  level: Exclude<Level, 'info'>
  objective: string
  source: string
  unit: Unit
  verdict: Verdict
  /** Probability that the SLO holds given the data, at most 0.999. Absent when there is no data. */
  confidence?: number
  /** The statistic that the objective names, in `unit`. Absent when there is no data. */
  observed?: number
  limit: number
  /** Values judged, and how many independent ones they are worth. */
  n: number
  nEff: number
  /** The statistic of each part (visit, run or second), for the dots beside the limit; at most 60. */
  parts: number[]
  doubts: Doubt[]
  /** One sentence: why this verdict. */
  because: string
}
