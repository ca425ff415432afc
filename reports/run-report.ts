import type { Labels, Measurement, Unit } from '../load/measure/measurement.ts'
import type { MetricDeclaration, SectionDeclaration } from '../load/measure/metric.ts'
import type { Advice } from './advice.ts'
import type { Calibration } from './calibration/calibration.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Comparison } from './comparison.ts'
import type { Judgement, Slo, Verdict } from './judge/slo.ts'
import type { Reported } from './judge/reported.ts'
import type { CategorySummary } from './judge/summary.ts'
import type { Machine } from './machine.ts'
import type { Profile } from './profile.ts'
import type { Trend } from './trend.ts'
import type { PairedComparison } from './paired-comparison.ts'
import type { ValueBuckets } from './value-buckets.ts'

/** One executed part of a run (a spec), a shaded span on the time axis. */
export interface Step {
  name: string
  /** File of the spec, relative to the project. */
  file: string
  startMs: number
  endMs: number
  outcome: 'completed' | 'failed' | 'interrupted' | 'skipped'
  /** What went wrong or why it was skipped, in the words of the error. */
  message?: string
}

/** One Lighthouse audit whose HTML is kept beside the report. */
export interface LighthouseAudit {
  page: string
  formFactor: 'desktop' | 'mobile'
  /** `simulate` is Lighthouse's estimate, `devtools` an applied slow-down, `provided` the machine as it is. */
  throttling: 'simulate' | 'devtools' | 'provided'
  /** Category scores of the median run, 0 to 1. */
  scores: Record<string, number>
  /** Runs audited. */
  runs: number
  /** `runWarnings` of every run, without repeats. */
  warnings: string[]
  /** Audits of the median run that count for a score and did not pass, by category. Absent in documents from before they were kept. */
  failed?: { category: string; id: string; title: string }[]
  /** Path of the median run's HTML, relative to the run's folder. */
  file: string
}

/** What a page showed when it was ready, kept beside the report. */
export interface PagePicture {
  page: string
  /** Path of a JPEG, relative to the run's folder. */
  file: string
}

/** The distribution of a histogram or of samples, made ready for drawing. */
export interface Curve {
  metric: string
  labels: Labels
  unit: Unit
  n: number
  /** `[percentile 0..100, value]`, ascending. */
  percentiles: [percentile: number, value: number][]
  /** A point a block: epoch ms, values a second, and percentiles. Empty for samples. */
  overTime: { atMs: number; perSecond: number; p50: number; p95: number; p99: number }[]
  /** How the values of a histogram are spread, without the censored ones. Absent for samples, and in documents from before it was recorded. */
  buckets?: ValueBuckets
}

export type { CategorySummary }

/** SLOs that were not asked of a target, which has no such field. */
export interface NotAsked {
  /** What people call it, e.g. `rate limit`. */
  title: string
  /** The field that would add it, e.g. `rateLimit`. */
  field: string
  /** Ids of the SLOs. */
  slos: string[]
}

/** A service behind the target that the run has worked with. */
export interface UsedService {
  /** What people call it: `Redis`. */
  name: string
  /** As the service tells it, such as `7.0.15`. */
  version: string
  /** Where it comes from: an address of the user's, a program of the machine, npm, the distribution's packages, or a container. */
  source: 'url' | 'path' | 'npm' | 'packages' | 'docker'
}

/** A fault that the run made on purpose. */
export interface MadeFault {
  /** What people call it: `Redis killed`. */
  what: string
  /** When it began, and when it was lifted, epoch ms; without an end it was not lifted while its spec ran. */
  startMs: number
  endMs?: number
}

/** A part of a run that was measured by itself. */
export interface Shard {
  /** As on its command line: `1/3`. */
  shard: string
  machine: Machine
}

/** A machine that made load for a run, beside the one that has it. */
export interface LoadMachine {
  /** Of its worker: the label `machine` of what its generator tells of itself. */
  name: string
  host: string
  cpu: string
  cores: number
  memoryBytes: number
  os: string
  node: string
  /** How far its own clock was ahead, and the half-width of the interval that this is certain to, ms. Absent: it did no work. */
  clock?: { aheadMs: number; errorMs: number }
  /** Why it was lost, as the rest of a sentence that begins with it. Absent: it was there to the end. */
  lost?: string
}

/** The document of a run: the contract that the report page and every export read. */
export interface RunReport {
  schemaVersion: 2
  run: {
    id: string
    startedAt: string
    endedAt: string
    /** `complete`: every selected spec ran to its end. */
    status: 'complete' | 'failed' | 'interrupted'
    /** The exit is zero. */
    ok: boolean
    /** The verdict in a sentence. */
    headline: string
    counts: Record<Verdict, number>
    fleetmark: string
    settings: Record<string, string>
    /** Names of settings that are not at their defaults. Absent: it is not known. */
    changed?: string[]
    /** Ids of other runs that were under way on the machine at some time: they disturb each other. Absent when there were none. */
    beside?: string[]
    /** Which checkpoint it is, from 1 on, of a run that went on. Absent: the run has ended. */
    checkpoint?: number
    /** What came of sending the figures by OTLP, in a sentence. Absent: nobody asked for it. */
    sent?: string
  }
  /** What the run was taken on. Of shards on machines that differ: all their names, and the least cores and memory. */
  machine: Machine
  /** The machines that made load for the run, by their names. Absent: the one that has the run made it alone. */
  machines?: LoadMachine[]
  /** What the run was merged of, in order. Absent: it was not. */
  shards?: Shard[]
  /** The last calibration of the instruments before the run's end, on whatever machine; absent when there is none that can be read. */
  calibration?: Calibration
  target: {
    name: string
    baseURL: string
    /** SLO fields that the target's file overrides, in words. */
    overrides: string[]
  }
  /** The services behind the target that the run has worked with, by name. Absent: none. */
  services?: UsedService[]
  /** The faults that the run made, in the order of time. Absent: none. */
  faults?: MadeFault[]
  /** The rules that were judged by: with these and the measurements, the judgements can be made again. */
  slos: Slo[]
  /** What is no part of the target, by the field that would add it. Absent in documents from before it was recorded. */
  notAsked?: NotAsked[]
  /** Short hash of all the SLOs there were, the target's own rules applied, asked for in this run or not. */
  slosHash: string
  /** What the run's random numbers began with, by what they are for. */
  seeds: Record<string, number>
  steps: Step[]
  /** What each metric of the run is: its title, unit, direction, and where it is shown. By their places. */
  metrics: MetricDeclaration[]
  /** The sections of those metrics, and the categories of the SLOs. By their places. */
  sections: SectionDeclaration[]
  measurements: Measurement[]
  curves: Curve[]
  judgements: Judgement[]
  /** Figures of the SLOs of level `info`, which are in no verdict and no count. */
  reported: Reported[]
  categories: CategorySummary[]
  lighthouse: LighthouseAudit[]
  /** The run beside a baseline. Absent: there is none of its kind, and none was named. */
  comparison?: Comparison
  /** What was wrong with the baselines that the run would have been held against, in sentences. Absent: nothing. */
  notCompared?: string[]
  /** The run beside the earlier ones of its kind. Absent: there is no earlier run of its target. */
  trend?: Trend
  /** Two builds that the run measured in turns. Absent: it measured one. */
  pairs?: PairedComparison
  /** What is wrong and what to look at next, the most urgent first. Absent in documents from before there was any. */
  advice?: Advice[]
  /** Absent in documents from before there were any. */
  pictures?: PagePicture[]
  /** A visit of each page that explains the others. Absent in documents from before there were any. */
  diagnoses?: Diagnosis[]
  /** Of the target, in a load that comes after all that is measured. Absent: none was taken. */
  profiles?: Profile[]
  /** Errors that belong to no spec (a missing browser, a full disk), in words. */
  errors: string[]
}
