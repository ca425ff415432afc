import type { ArrivalPhase } from '../arrivals/phases.ts'
import type { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Labels, Measurement, TallyData } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Identity } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import { GIVEN_UP } from './giving-up.ts'
import type { RequestFault } from './fault-of.ts'
import type { Done } from './sender.ts'
import { serverTimingMs } from './server-timing.ts'

export interface RecordOptions {
  /** Prefix of the metrics: `api` gives `api.latency`, `api.service`, `api.ttfb`, `api.errors`. */
  metric: string
  labels: Labels
  /** When a request counts as timed out, ms from its intended start. */
  timeoutMs: number
  /** Epoch ms of the phases' zero. */
  startMs: number
  /**
   * The name of an entry of `Server-Timing` that says how long the work itself took: what the service time is above it goes to `overhead`. Default:
   * none is looked for.
   */
  serverTiming?: string | undefined
  /** Stretches that are told apart as well. Default none. */
  phases?: readonly ArrivalPhase[]
}

/** What fails so does for want of something on this machine: the target was not asked. */
const OWN_LIMITS = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL'])

/**
 * What became of the requests of one kind. A failed one leaves no time; one that timed out leaves the time-out as a lower bound, marked
 * censored.
 */
export class RequestRecord {
  readonly #options: RecordOptions
  readonly #latency: BlockHistogram
  readonly #service: BlockHistogram
  readonly #ttfb: BlockHistogram
  readonly #overhead: BlockHistogram
  readonly #errors: Tally
  readonly #phases: { phase: ArrivalPhase; latency: BlockHistogram; errors: Tally }[]
  /** Never sent, and in no count. */
  #leftOut = 0
  /** Failed for want of something on this machine. */
  #unable = 0
  #givenUp = 0
  #timedOut = 0
  #lost = 0

  /** @param recording makes its recorders. Default: one that hands nothing on. */
  constructor(options: RecordOptions, recording = new Recording()) {
    this.#options = options
    const { metric, labels, phases = [] } = options
    const times = (name: string): Identity => ({ metric: `${metric}.${name}`, unit: 'ms', labels })
    const counts = (name: string): Identity => ({ metric: `${metric}.${name}`, unit: 'count', labels })
    this.#latency = recording.histogram(times('latency'))
    this.#service = recording.histogram(times('service'))
    this.#ttfb = recording.histogram(times('ttfb'))
    this.#overhead = recording.histogram(times('overhead'))
    this.#errors = recording.tally(counts('errors'))
    this.#phases = phases.map(phase => {
      const own = { labels: { ...labels, phase: phase.name } }
      return {
        phase,
        latency: recording.histogram({ ...times('phase.latency'), ...own }),
        errors: recording.tally({ ...counts('phase.errors'), ...own }),
      }
    })
  }

  /** Keeps one request. @param fault what was wrong with it, if anything */
  add({ outcome, intendedMs, startedMs, seq, lost }: Done, fault: RequestFault | undefined): void {
    if (lost) this.#lost++
    if (outcome.kind === 'failed' && OWN_LIMITS.has(outcome.cause)) this.#unable++
    if (fault) this.#fail(fault, { atMs: intendedMs, seq })
    else this.#good(intendedMs)
    if (outcome.kind === 'timed-out') {
      this.#timedOut++
      const { timeoutMs } = this.#options
      this.#latency.recordCensored(timeoutMs, intendedMs)
      this.#phaseAt(intendedMs)?.latency.recordCensored(timeoutMs, intendedMs)
    }
    if (outcome.kind === 'answered' && !fault) {
      this.#latency.record(outcome.endMs - intendedMs, intendedMs)
      this.#service.record(outcome.endMs - startedMs, intendedMs)
      this.#ttfb.record(outcome.headMs - startedMs, intendedMs)
      this.#phaseAt(intendedMs)?.latency.record(outcome.endMs - intendedMs, intendedMs)
      const { serverTiming } = this.#options
      const workMs = serverTiming === undefined ? undefined : serverTimingMs(outcome.headers, serverTiming)
      if (workMs !== undefined) this.#overhead.record(outcome.endMs - startedMs - workMs, intendedMs)
    }
  }

  /** Counts requests that were due and are not sent any more, because nobody had answered any. */
  giveUp(count: number, atMs: number): void {
    this.#givenUp += count
    this.#fail({ cause: GIVEN_UP, example: '' }, { atMs, count })
  }

  /** Counts a request that was due and that the generator did not send. */
  leaveOut(): void {
    this.#leftOut++
  }

  /** @returns what was counted, good and bad */
  counted(): TallyData {
    return this.#errors.toData()
  }

  /**
   * @param window of the workload
   * @param health doubts about the generator
   */
  measurements(window: Measurement['window'], health: readonly Doubt[]): Measurement[] {
    const { metric, labels, startMs } = this.#options
    const saturated = health.filter(({ kind }) => kind === 'generator-saturated')
    const wanted = this.counted().total + this.#leftOut
    // Where the generator had no time left, it may be why nobody seemed to answer.
    const unapplied = this.#leftOut + this.#unable + (saturated.length > 0 ? this.#givenUp : 0)
    const load: Doubt[] =
      unapplied > 0 ? [{ kind: 'load-not-applied', wanted, applied: wanted - unapplied }] : []
    const recycled: Doubt[] = this.#lost > 0 ? [{ kind: 'connections-recycled', lost: this.#lost }] : []
    const times = (name: string, histogram: BlockHistogram): Measurement => ({
      metric: `${metric}.${name}`,
      unit: 'ms',
      labels,
      window,
      data: histogram.toData(),
      doubts: [...health, ...load],
    })
    const errors = (name: string, tally: Tally): Measurement => ({
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
      times('ttfb', this.#ttfb),
      ...(this.#options.serverTiming === undefined
        ? []
        : [this.#overheadOf(this.#options.serverTiming, times)]),
      errors('errors', this.#errors),
      ...this.#phases.flatMap(({ phase, latency, errors: failed }) => {
        const own = {
          labels: { ...labels, phase: phase.name },
          window: { startMs: startMs + phase.startMs, endMs: startMs + phase.endMs },
        }
        return [
          { ...times('phase.latency', latency), ...own },
          { ...errors('phase.errors', failed), ...own },
        ]
      }),
    ]
  }

  #fail(
    { cause, example }: RequestFault,
    { atMs, count = 1, seq }: { atMs: number; count?: number; seq?: string | undefined },
  ): void {
    const told = seq === undefined ? example : `X-Perf-Seq ${seq}: ${example}`
    this.#errors.bad(cause, atMs, count, example === '' ? undefined : told)
    this.#phaseAt(atMs)?.errors.bad(cause, atMs, count)
  }

  #overheadOf(entry: string, times: (name: string, histogram: BlockHistogram) => Measurement): Measurement {
    const measured = times('overhead', this.#overhead)
    if (this.#overhead.n > 0) return measured
    return { ...measured, absence: `No answer had a header Server-Timing with an entry "${entry}".` }
  }

  #good(intendedMs: number): void {
    this.#errors.good(intendedMs)
    this.#phaseAt(intendedMs)?.errors.good(intendedMs)
  }

  #phaseAt(intendedMs: number) {
    if (this.#phases.length === 0) return undefined
    const offsetMs = intendedMs - this.#options.startMs
    return this.#phases.find(({ phase }) => offsetMs < phase.endMs)
  }
}
