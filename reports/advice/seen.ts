import { causeKind } from '../../load/measure/cause-kind.ts'
import type { Labels, Measurement, TallyData } from '../../load/measure/measurement.ts'
import { parseObjective } from '../judge/objective.ts'
import type { Judgement, Slo } from '../judge/slo.ts'
import { tightness } from '../judge/tightness.ts'
import type { Curve, RunReport } from '../run-report.ts'

/** Advice looks at a limit of which less than this share is left. */
export const LEAST_HEADROOM = 0.2

/** What rules read of a run. */
export type AdvisedReport = Omit<RunReport, 'advice'>

type Window = Measurement['window']

/** A run's document, as rules ask it. */
export class Seen {
  readonly report: AdvisedReport
  readonly #slos: ReadonlyMap<string, Slo>

  constructor(report: AdvisedReport) {
    this.report = report
    this.#slos = new Map(report.slos.map(slo => [slo.id, slo]))
  }

  /** @returns the rules of a judgement's SLO; none in a document that lacks them */
  slo({ id }: Judgement): Slo | undefined {
    return this.#slos.get(id)
  }

  /** Whether it has no verdict as there were too few values for one. */
  hasFew(judgement: Judgement): boolean {
    const least = this.slo(judgement)?.minSamples ?? 0
    return judgement.verdict === 'INCONCLUSIVE' && judgement.n < least
  }

  /** Whether a limit is missed, or little of it is left: what a cause is looked for of. */
  isStrained(judgement: Judgement): boolean {
    const { verdict } = judgement
    if (verdict === 'FAIL') return true
    return verdict === 'PASS' || (verdict === 'INCONCLUSIVE' && !this.hasFew(judgement))
      ? (headroomOf(judgement) ?? 1) < LEAST_HEADROOM
      : false
  }

  /** @returns the distribution of a metric that carries these labels; of several, the one of most values */
  curve(metric: string, labels: Labels = {}): Curve | undefined {
    return this.curves(metric, labels).toSorted((a, b) => b.n - a.n)[0]
  }

  curves(metric: string, labels: Labels = {}): Curve[] {
    return this.report.curves.filter(one => one.metric === metric && carries(one.labels, labels))
  }

  measurements(metric: string, labels: Labels = {}): Measurement[] {
    return this.report.measurements.filter(one => one.metric === metric && carries(one.labels, labels))
  }

  /** @returns when a metric was measured; `undefined` where it was not */
  window(metric: string, labels: Labels = {}): Window | undefined {
    const windows = this.measurements(metric, labels).map(({ window }) => window)
    if (windows.length === 0) return undefined
    return {
      startMs: Math.min(...windows.map(({ startMs }) => startMs)),
      endMs: Math.max(...windows.map(({ endMs }) => endMs)),
    }
  }

  /** @returns the time of the step in which a metric was measured; that of the metric where no step has it */
  stepWindow(metric: string): Window | undefined {
    const window = this.window(metric)
    if (!window) return undefined
    return (
      this.report.steps.find(({ startMs, endMs }) => startMs <= window.endMs && endMs >= window.startMs) ??
      window
    )
  }

  /** @returns the points of a series within a time, in order; all of them without one */
  points(metric: string, within?: Window, labels: Labels = {}): (readonly [atMs: number, value: number])[] {
    return this.measurements(metric, labels)
      .flatMap(({ data }) => (data.kind === 'series' ? data.points : []))
      .filter(([atMs]) => !within || (atMs >= within.startMs && atMs <= within.endMs))
      .toSorted(([a], [b]) => a - b)
  }

  /** @returns what of events was counted, with their causes by kind; `undefined` where none were */
  tally(metric: string, labels: Labels = {}): Tallied | undefined {
    const all = this.measurements(metric, labels).flatMap(({ data }) => (data.kind === 'tally' ? [data] : []))
    if (all.length === 0) return undefined
    const causes = new Map<string, number>()
    for (const [cause, count] of all.flatMap(one => Object.entries(one.causes))) {
      if (count > 0) causes.set(causeKind(cause), (causes.get(causeKind(cause)) ?? 0) + count)
    }
    const blocks = all.flatMap(one => one.blocks)
    return {
      total: all.reduce((sum, { total }) => sum + total, 0),
      bad: all.reduce((sum, { bad }) => sum + bad, 0),
      causes: [...causes].toSorted(([, a], [, b]) => b - a),
      blocks: blocks.filter(({ total }) => total > 0).length,
      badBlocks: blocks.filter(({ bad }) => bad > 0).length,
      turnedBadAtMs: turningPoint(blocks),
      example: exampleOf(all),
    }
  }

  /** @returns a setting of the run as a number; `undefined` where it is none */
  setting(name: string): number | undefined {
    const value = Number(this.report.run.settings[name] ?? Number.NaN)
    return Number.isFinite(value) ? value : undefined
  }
}

/** Events of a metric, over all that was measured of it. */
export interface Tallied {
  total: number
  bad: number
  /** The most frequent first. */
  causes: [cause: string, count: number][]
  /** Blocks of time in which there were any, and those in which some were bad. */
  blocks: number
  badBlocks: number
  /** From when on all were bad, where all were good before, epoch ms: to the length of a block. */
  turnedBadAtMs: number | undefined
  /** What the first event of the most frequent cause was, as text that a target may have sent. */
  example: string | undefined
}

/** Several tallies are taken together; the block in which it turned may have both. */
function turningPoint(blocks: TallyData['blocks']): number | undefined {
  const seen = blocks.filter(({ total }) => total > 0)
  const good = seen.filter(({ total, bad }) => bad < total).map(({ startMs }) => startMs)
  const bad = seen.filter(one => one.bad > 0).map(({ startMs }) => startMs)
  const from = Math.min(...bad)
  const isTurn = Math.max(...good) <= from && Math.min(...good) < from && Math.max(...bad) > from
  return isTurn ? from : undefined
}

function exampleOf(all: readonly TallyData[]): string | undefined {
  return all.flatMap(({ examples = {} }) => Object.values(examples))[0]
}

/** @returns which share of its limit is left, 0 to 1 and below 0 where it is missed; `undefined` of a count, of which none is a share, and without a value */
export function headroomOf(judgement: Judgement): number | undefined {
  if (judgement.observed === undefined) return undefined
  return parseObjective(judgement.objective).statistic.kind === 'count' ? undefined : 1 - tightness(judgement)
}

/** @param percentile one of those that curves are drawn through */
export function percentileOf(curve: Curve, percentile: number): number {
  return curve.percentiles.find(([at]) => at === percentile)?.[1] ?? Number.NaN
}

/** @returns whether these labels are all there, with these values */
export const carries = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value)
