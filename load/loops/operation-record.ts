import type { ArrivalStage } from '../arrivals/stages.ts'
import type { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Labels, Measurement, TallyData } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Identity } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import { GIVEN_UP } from './giving-up.ts'
import { RESENT } from './operation.ts'
import type { Outcome } from './operation.ts'

/** A time or a size that is kept of each good unit of work, beside its latency and its service time. */
export interface FurtherFigure {
  /** What follows the prefix: `ttfb` gives `api.ttfb`. */
  name: string
  unit: 'ms' | 'bytes'
  /** @returns in that unit; `undefined` where this one has no such figure */
  of(outcome: Outcome): number | undefined
  /** What is said where none had one. A sentence. Default: nothing. */
  absence?: string
}

/** What is kept, and under which names. */
export interface RecordOptions {
  /** Prefix of the metrics: `api` gives `api.latency`, `api.service`, `api.errors`. */
  metric: string
  labels: Labels
  /** When a unit of work counts as timed out, ms from its intended start. */
  timeoutMs: number
  /** Epoch ms of the stages' zero. */
  startMs: number
  /** Default none. */
  figures?: readonly FurtherFigure[]
  /** Stretches that are told apart as well. Default none. */
  stages?: readonly ArrivalStage[]
  /** Whether times and figures say how many units of work have none, and the first cause of it, for who finds too few of them. Default false. */
  tellsUntimed?: boolean
}

/**
 * What became of the work of one kind. What fails leaves no time; what times out leaves the time-out as a lower bound, marked censored.
 */
export class OperationRecord {
  readonly #options: RecordOptions
  readonly #latency: BlockHistogram
  readonly #service: BlockHistogram
  readonly #figures: { figure: FurtherFigure; histogram: BlockHistogram }[]
  /** All that was counted, good and bad. */
  readonly errors: Tally
  readonly #stages: { stage: ArrivalStage; latency: BlockHistogram; errors: Tally }[]
  /** Never begun, and in no count. */
  #leftOut = 0
  /** Why the first of those could not be sent that could not. */
  #unsendable: string | undefined
  /** Failed for want of something on this machine. */
  #unable = 0
  #givenUp = 0
  #timedOut = 0
  #lost = 0
  #resent = 0
  /** Those that failed otherwise than by taking too long, and why the first of them did. */
  readonly #untimed = { count: 0, cause: '' }

  /** @param recording makes its recorders. Default: one that hands nothing on. */
  constructor(options: RecordOptions, recording = new Recording()) {
    this.#options = options
    const { metric, labels, figures = [], stages = [] } = options
    const ms = (name: string): Identity => ({ metric: `${metric}.${name}`, unit: 'ms', labels })
    const counts = (name: string): Identity => ({ metric: `${metric}.${name}`, unit: 'count', labels })
    this.#latency = recording.histogram(ms('latency'))
    this.#service = recording.histogram(ms('service'))
    this.#figures = figures.map(figure => ({
      figure,
      histogram: recording.histogram({ ...ms(figure.name), unit: figure.unit }),
    }))
    this.errors = recording.tally(counts('errors'))
    this.#stages = stages.map(stage => {
      const own = { labels: { ...labels, stage: stage.name } }
      return {
        stage,
        latency: recording.histogram({ ...ms('stage.latency'), ...own }),
        errors: recording.tally({ ...counts('stage.errors'), ...own }),
      }
    })
  }

  /** Keeps one unit of work. @param intendedMs when it was due, epoch ms */
  add(intendedMs: number, outcome: Outcome): void {
    const { fault, startMs, endMs, values } = outcome
    if (fault?.kind === 'unsendable') {
      this.#leftOut++
      this.#unsendable ??= fault.example
      return
    }
    if (values?.[RESENT] !== undefined) this.#resent++
    const stage = this.#stageAt(intendedMs)
    if (fault === undefined) {
      this.errors.good(intendedMs)
      stage?.errors.good(intendedMs)
      this.#latency.record(endMs - intendedMs, intendedMs)
      this.#service.record(endMs - startMs, intendedMs)
      stage?.latency.record(endMs - intendedMs, intendedMs)
      for (const { figure, histogram } of this.#figures) {
        const value = figure.of(outcome)
        if (value !== undefined) histogram.record(value, intendedMs)
      }
      return
    }
    const { cause, example } = fault
    this.errors.bad(cause, intendedMs, 1, example === '' ? undefined : example)
    if (fault.kind !== 'timeout') this.#noteUntimed(1, cause)
    stage?.errors.bad(cause, intendedMs)
    switch (fault.kind) {
      case 'timeout': {
        this.#timedOut++
        const { timeoutMs } = this.#options
        this.#latency.recordCensored(timeoutMs, intendedMs)
        stage?.latency.recordCensored(timeoutMs, intendedMs)
        break
      }
      case 'recycled':
        this.#lost++
        break
      case 'own-limit':
        this.#unable++
        break
      case 'answer':
      case 'connection':
    }
  }

  /**
   * Counts work that is not begun any more, because nobody had answered any, or for another reason: now, and in the stages that it would have been of.
   *
   * @param dueMs when the unit of an index below `count` was due, epoch ms. Default: now
   */
  giveUp(
    count: number,
    nowMs: number,
    { cause, example } = { cause: GIVEN_UP, example: '' },
    dueMs: (index: number) => number = () => nowMs,
  ): void {
    this.#givenUp += count
    this.#noteUntimed(count, cause)
    this.errors.bad(cause, nowMs, count, example === '' ? undefined : example)
    if (this.#stages.length === 0) return
    for (let index = 0; index < count; index++) this.#stageAt(dueMs(index))?.errors.bad(cause, dueMs(index))
  }

  /** Counts a unit of work that was due and that the generator did not begin. */
  leaveOut(): void {
    this.#leftOut++
  }

  /** @returns what was counted, good and bad */
  counted(): TallyData {
    return this.errors.toData()
  }

  /**
   * @param window of the workload
   * @param health doubts about the generator
   */
  measurements(window: Measurement['window'], health: readonly Doubt[]): Measurement[] {
    const { metric, labels, startMs, tellsUntimed = false } = this.#options
    const saturated = saturatedOf(health)
    const { total, bad, causes } = this.counted()
    const wanted = total + this.#leftOut
    // Where the generator had no time left, it may be why nobody seemed to answer.
    const unapplied = this.#leftOut + this.#unable + (saturated.length > 0 ? this.#givenUp : 0)
    const load = loadDoubts(wanted, unapplied)
    const recycled = recycledDoubts(this.#lost, this.#resent)
    const nothing = total === 0 && this.#unsendable !== undefined
    const absence = nothing ? { absence: `Nothing was sent. ${this.#unsendable}` } : {}
    const lack = (count: number, what: string, cause = ''): Pick<Measurement, 'absence'> =>
      tellsUntimed && count > 0 ? { absence: `${count} of ${total} have no ${what}: ${cause}.` } : {}
    const untimed = lack(this.#untimed.count, 'time', this.#untimed.cause)
    // What took too long has a time, and no other figure.
    const [cause] = Object.keys(causes)
    const withoutFigure = lack(bad, 'such figure', cause)
    const times = (name: string, histogram: BlockHistogram): Measurement => ({
      ...absence,
      ...untimed,
      metric: `${metric}.${name}`,
      unit: 'ms',
      labels,
      window,
      data: histogram.toData(),
      doubts: [...health, ...load],
    })
    const errors = (name: string, tally: Tally): Measurement => ({
      ...absence,
      metric: `${metric}.${name}`,
      unit: 'count',
      labels,
      window,
      data: tally.toData(),
      doubts: [...(this.#timedOut > 0 ? saturated : []), ...load, ...recycled],
    })
    return [
      times('latency', this.#latency),
      times('service', this.#service),
      ...this.#figures.map(({ figure: { name, unit, absence: none }, histogram }): Measurement => {
        const measured = { ...times(name, histogram), ...withoutFigure, unit }
        if (histogram.n > 0 || none === undefined) return measured
        return bad < total ? { ...measured, absence: none } : { absence: none, ...measured }
      }),
      errors('errors', this.errors),
      ...this.#stages.flatMap(({ stage, latency, errors: failed }) => {
        const own = {
          labels: { ...labels, stage: stage.name },
          window: { startMs: startMs + stage.startMs, endMs: startMs + stage.endMs },
        }
        return [
          { ...times('stage.latency', latency), ...own },
          { ...errors('stage.errors', failed), ...own },
        ]
      }),
    ]
  }

  #noteUntimed(count: number, cause: string): void {
    if (this.#untimed.count === 0) this.#untimed.cause = cause
    this.#untimed.count += count
  }

  #stageAt(intendedMs: number) {
    if (this.#stages.length === 0) return undefined
    const offsetMs = intendedMs - this.#options.startMs
    return this.#stages.find(({ stage }) => offsetMs < stage.endMs)
  }
}

/** @returns those about the generator that are doubts of what was counted too: without time it may be why nobody seemed to answer */
export const saturatedOf = (health: readonly Doubt[]): Doubt[] =>
  health.filter(({ kind }) => kind === 'generator-saturated')

/** @returns the doubt about all that was measured where some of the load was not applied @param wanted units of work intended @param unapplied of these */
export const loadDoubts = (wanted: number, unapplied: number): Doubt[] =>
  unapplied > 0 ? [{ kind: 'load-not-applied', wanted, applied: wanted - unapplied }] : []

/** @returns the doubt about failures where the target closed connections in use @param lost what failed so @param resent what was sent again so */
export const recycledDoubts = (lost: number, resent: number): Doubt[] =>
  lost + resent > 0 ? [{ kind: 'connections-recycled', lost, ...(resent > 0 ? { resent } : {}) }] : []
