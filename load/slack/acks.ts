import type { Outcome } from '../loops/operation.ts'
import type { BlockHistogram } from '../measure/histogram.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'

/** How long events of one kind took to be acknowledged, whatever became of their answers. */
export class Acks {
  readonly #kind: string
  readonly #times: BlockHistogram

  constructor(kind: string, recording: Recording) {
    this.#kind = kind
    this.#times = recording.histogram({ metric: 'slack.ack', unit: 'ms', labels: { kind } })
  }

  /** Keeps one: that no acknowledgement came in time leaves the time-out, as a lower bound. @param intendedMs when it was due, epoch ms */
  add({ startMs, endMs, fault }: Outcome, intendedMs: number): void {
    if (!fault) this.#times.record(endMs - startMs, intendedMs)
    else if (fault.kind === 'timeout') this.#times.recordCensored(endMs - startMs, intendedMs)
  }

  /** @param doubts those of the answers */
  measurement(window: Measurement['window'], doubts: Measurement['doubts']): Measurement {
    const labels = { kind: this.#kind }
    return { metric: 'slack.ack', unit: 'ms', labels, window, data: this.#times.toData(), doubts }
  }
}
