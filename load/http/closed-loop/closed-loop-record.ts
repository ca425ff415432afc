import type { BlockHistogram } from '../../measure/histogram.ts'
import type { Doubt, Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { Identity } from '../../measure/recording.ts'
import type { Samples } from '../../measure/samples.ts'
import type { Tally } from '../../measure/tally.ts'
import { statusFault } from '../fault-of.ts'
import type { ClosedLoopOptions } from './closed-loop-options.ts'
import { DEFAULT_TIMEOUT_MS } from '../sender.ts'
import type { ClientWatch, Sent } from './watch-client.ts'

/** Each sample of the capacity counts the answers of this long, so long as there are no more samples than that. */
export const SLOT_MS = 500
const MOST_SLOTS = 1200

/** Errors of the connection after which a run ends early: enough for a few of each client, and soon there when nobody listens. */
const mostConnectionErrors = (connections: number): number => Math.max(200, 2 * connections)

/** What a closed loop saw in its window: latency and errors of each request of the mix, and the capacity of all. */
export class ClosedLoopRecord implements ClientWatch {
  readonly #options: ClosedLoopOptions
  readonly #entries: { latency: BlockHistogram; errors: Tally; lost: number }[]
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
  #connectionErrors = 0
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
    this.#capacity = { identity, samples: recording.samples(identity) }
    this.#giveUp = giveUp
  }

  /** What the measurements are of. It ends when the run was given up; where that was in the warm-up, all that there was. */
  get window(): Measurement['window'] {
    return { startMs: this.#endMs > this.#startMs ? this.#startMs : this.#beganMs, endMs: this.#endMs }
  }

  answered({ entry, startedMs }: Sent, status: number, atMs: number, body: string | undefined): void {
    const one = this.#entries[entry]
    if (!one || !this.#inWindow(atMs)) return
    const fault = statusFault(status, this.#options.requests[entry]?.request.expect?.status)
    if (fault) {
      one.errors.bad(fault, atMs, 1, body)
      return
    }
    one.errors.good(atMs)
    one.latency.record(atMs - startedMs, atMs)
    this.endSlots(atMs)
    this.#answers++
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

  timedOut({ entry }: Sent, atMs: number): void {
    const one = this.#entries[entry]
    if (!one || !this.#inWindow(atMs)) return
    one.errors.bad('timeout', atMs)
    one.latency.recordCensored(this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS, atMs)
  }

  unanswered({ entry, startedMs }: Sent): void {
    const one = this.#entries[entry]
    if (!one || !this.#inWindow(startedMs)) return
    one.errors.bad('unanswered', startedMs)
    one.lost++
  }

  /** Counts before the window too: a client that cannot connect is none of the load. */
  failed({ entry }: Sent, error: Error & { code?: string }, atMs: number): void {
    if (atMs >= this.#endMs) return
    const cause = error.code ?? error.message
    this.#entries[entry]?.errors.bad(cause, atMs, 1, error.message)
    if (++this.#connectionErrors < mostConnectionErrors(this.#options.connections)) return
    this.#endMs = atMs
    this.#gaveUpOver = cause
    this.#giveUp()
  }

  /** @param health doubts about the generator */
  measurements(health: readonly Doubt[]): Measurement[] {
    const { requests, metric } = this.#options
    const common = { window: this.window, doubts: [...health] }
    this.endSlots(this.#endMs)
    const data = this.#capacity.samples.toData()
    const capacity: Measurement = {
      ...common,
      ...this.#capacity.identity,
      data,
      ...(data.points.length === 0 ? { absence: this.#whyNothing() } : {}),
    }
    const each = this.#entries.flatMap(({ latency, errors, lost }, entry): Measurement[] => {
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
          doubts: lost > 0 ? [{ kind: 'connections-recycled', lost }] : [],
        },
      ]
    })
    return [capacity, ...each]
  }

  #labelled(of: Measurement['labels']): Measurement['labels'] {
    const { labels, connections } = this.#options
    return { ...labels, ...of, connections: String(connections) }
  }

  #inWindow(atMs: number): boolean {
    return atMs >= this.#startMs && atMs < this.#endMs
  }

  #whyNothing(causes: Record<string, number> = {}): string {
    if (this.#gaveUpOver !== undefined) {
      return `The run was ended after ${this.#connectionErrors} errors of the connection to ${this.#options.origin}, of late ${this.#gaveUpOver}. Check that the target listens there and takes ${this.#options.connections} connections.`
    }
    const seen = Object.entries(causes).map(([cause, count]) => `${cause} (${count})`)
    return seen.length > 0
      ? `No answer came without an error: ${seen.join(', ')}.`
      : `No request got an answer within ${this.#options.seconds} s.`
  }
}
