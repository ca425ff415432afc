import type { BlockHistogram } from '../../measure/histogram.ts'
import type { Doubt, Measurement, SamplesData } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { Identity } from '../../measure/recording.ts'
import { Samples } from '../../measure/samples.ts'
import type { Tally } from '../../measure/tally.ts'
import { RESENT } from '../../loops/operation.ts'
import { loadDoubts, recycledDoubts } from '../../loops/operation-record.ts'
import { faultOf } from '../fault-of.ts'
import { outcomeOf } from '../http-operation.ts'
import { DEFAULT_TIMEOUT_MS } from '../sender.ts'
import type { Done } from '../sender.ts'
import type { ClosedLoopOptions } from './closed-loop-options.ts'

/** Each sample of the capacity counts the answers of this long, so long as there are no more samples than that. */
export const SLOT_MS = 500
const MOST_SLOTS = 1200

/** Failures in a row, to which not a byte came back, after which a run ends early: enough for a few of each client, and soon there when nobody listens. */
const mostInARow = (connections: number): number => Math.max(200, 2 * connections)

/** What a closed loop saw in its window: latency and errors of each request of the mix, and the capacity of all. */
export class ClosedLoopRecord {
  readonly #options: ClosedLoopOptions
  readonly #entries: {
    latency: BlockHistogram
    errors: Tally
    lost: number
    resent: number
    unable: number
  }[]
  readonly #capacity: { identity: Identity; samples: Samples }
  readonly #slots: number
  readonly #slotMs: number
  readonly #giveUp: () => void
  readonly #beganMs: number
  readonly #startMs: number
  #endMs: number
  /** The answers in the slot under way, and its number. */
  #answers = 0
  #slot = 0
  #failuresInARow = 0
  /** Whether not a byte of an answer has come yet. */
  #wasAlone = true
  #gaveUpOver: string | undefined

  /**
   * @param times the beginning of the warm-up, and the window after it; epoch ms
   * @param giveUp ends the run, because nobody answers
   * @param recording makes its recorders. Default: one that hands nothing on.
   */
  constructor(
    options: ClosedLoopOptions,
    { beganMs, startMs, endMs }: Measurement['window'] & { beganMs: number },
    giveUp: () => void,
    recording = new Recording(),
  ) {
    this.#options = options
    const { metric } = options
    this.#entries = options.requests.map(request => {
      const labels = this.#labelled(request.labels)
      return {
        latency: recording.histogram({ metric: `${metric}.closed.latency`, unit: 'ms', labels }),
        errors: recording.tally({ metric: `${metric}.closed.errors`, unit: 'count', labels }),
        lost: 0,
        resent: 0,
        unable: 0,
      }
    })
    this.#slotMs = SLOT_MS * Math.ceil((endMs - startMs) / SLOT_MS / MOST_SLOTS)
    this.#beganMs = beganMs
    this.#startMs = startMs
    this.#endMs = endMs
    this.#slots = Math.floor((endMs - startMs) / this.#slotMs)
    const [only, ...others] = options.requests
    const identity: Identity = {
      metric: `${metric}.capacity`,
      unit: 'per-second',
      labels: this.#labelled(only && others.length === 0 ? only.labels : { endpoint: 'mix' }),
    }
    // What one machine of several gets back is no capacity: it is told at the end, of all.
    const samples = options.share ? new Samples(identity.metric) : recording.samples(identity)
    this.#capacity = { identity, samples }
    this.#giveUp = giveUp
  }

  /** What the measurements are of. It ends when the run was given up; where that was in the warm-up, all that there was. */
  get window(): Measurement['window'] {
    return { startMs: this.#endMs > this.#startMs ? this.#startMs : this.#beganMs, endMs: this.#endMs }
  }

  /**
   * Takes note of how a request ended. Failures to which not a byte came back count before the window too: a client that cannot connect is none of the
   * load.
   */
  heard(entry: number, done: Done): void {
    const one = this.#entries[entry]
    const { outcome, startedMs, endedMs } = done
    if (!one || endedMs >= this.#endMs) return
    const found = faultOf(outcome, this.#options.requests[entry]?.request.expect)
    const { fault, values } = outcomeOf(done, found)
    const isNobody = outcome.kind === 'failed' && !done.begun
    if (!isNobody) {
      this.#failuresInARow = 0
      this.#wasAlone = false
    }
    if (endedMs < this.#startMs && !isNobody) return
    if (values?.[RESENT] !== undefined) one.resent++
    if (!fault) {
      one.errors.good(endedMs)
      one.latency.record(endedMs - startedMs, endedMs)
      this.endSlots(endedMs)
      this.#answers++
      return
    }
    one.errors.bad(fault.cause, endedMs, 1, fault.example === '' ? undefined : fault.example)
    if (fault.kind === 'timeout') {
      one.latency.recordCensored(this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS, endedMs)
    }
    if (fault.kind === 'recycled') one.lost++
    if (fault.kind === 'own-limit') one.unable++
    if (isNobody) this.#failedAgain(fault.cause, endedMs)
  }

  /** Takes a sample of each slot that is over by now; the last one of a run that was given up would be of less than the others. */
  endSlots(nowMs: number): void {
    const untilMs = Math.min(nowMs, this.#endMs)
    for (; this.#slot < this.#slots; this.#slot++) {
      const startMs = this.#startMs + this.#slot * this.#slotMs
      if (startMs + this.#slotMs > untilMs) return
      this.#capacity.samples.add((this.#answers * 1000) / this.#slotMs, startMs)
      this.#answers = 0
    }
  }

  /** @param health doubts about the generator */
  measurements(health: readonly Doubt[]): Measurement[] {
    const { requests, metric } = this.#options
    const common = { window: this.window, doubts: [...health] }
    this.endSlots(this.#endMs)
    const sampled = this.#capacity.samples.toData()
    const data: SamplesData = this.#wasAlone ? { ...sampled, points: [] } : sampled
    const capacity: Measurement = {
      ...common,
      ...this.#capacity.identity,
      data,
      ...(data.points.length === 0 ? { absence: this.#whyNothing() } : {}),
    }
    const each = this.#entries.flatMap(({ latency, errors, lost, resent, unable }, entry): Measurement[] => {
      const of = this.#labelled(requests[entry]?.labels ?? {})
      const counted = errors.toData()
      return [
        {
          ...common,
          metric: `${metric}.closed.latency`,
          unit: 'ms',
          labels: of,
          data: latency.toData(),
          ...(latency.n === 0 ? { absence: this.#whyNothing(counted.causes) } : {}),
        },
        {
          ...common,
          metric: `${metric}.closed.errors`,
          unit: 'count',
          labels: of,
          data: counted,
          doubts: [...loadDoubts(counted.total, unable), ...recycledDoubts(lost, resent)],
        },
      ]
    })
    return [capacity, ...each]
  }

  #labelled(of: Measurement['labels']): Measurement['labels'] {
    const { labels, connections } = this.#options
    return { ...labels, ...of, connections: String(connections) }
  }

  #failedAgain(cause: string, atMs: number): void {
    if (++this.#failuresInARow < mostInARow(this.#options.connections)) return
    this.#endMs = atMs
    this.#gaveUpOver = cause
    this.#giveUp()
  }

  #whyNothing(causes: Record<string, number> = {}): string {
    if (this.#gaveUpOver !== undefined) {
      return `The run was ended after ${this.#failuresInARow} failures in a row to get an answer from ${this.#options.origin}, of late ${this.#gaveUpOver}. Check that the target listens there and takes ${this.#options.connections} connections.`
    }
    const seen = Object.entries(causes).map(([cause, count]) => `${cause} (${count})`)
    return seen.length > 0
      ? `No answer came without an error: ${seen.join(', ')}.`
      : `No request got an answer within ${this.#options.seconds} s.`
  }
}
