import type { BlockHistogram } from '../../measure/histogram.ts'
import type { HistogramData, Labels } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { SendLog } from './send-log.ts'

/** What a viewer holds of each agent, compared with what the agents have sent. Serialisable. */
export interface StalenessReport {
  /** For how long what the viewer holds has been out of date, ms; 0 when it holds the newest value. */
  staleness: HistogramData
  /** The age of what it holds, ms: how long ago the agent sent it. */
  age: HistogramData
}

/**
 * Samples how fresh what a viewer holds is, over all agents at one moment. The age of a value grows until the agent's next update and so includes the agents' own
 * period; the staleness does not: it counts from the moment at which a newer value was sent, so that it says the same at any rate. (The
 * literature calls the first the age of information; https://doi.org/10.1109/INFCOM.2012.6195689.)
 */
export class Staleness {
  readonly #log: SendLog
  readonly #stale: BlockHistogram
  readonly #age: BlockHistogram

  /** @param recording makes its recorders, with these labels. Default: one that hands nothing on. */
  constructor(log: SendLog, recording = new Recording(), labels: Labels = {}) {
    this.#log = log
    this.#stale = recording.histogram({ metric: 'realtime.staleness', unit: 'ms', labels })
    this.#age = recording.histogram({ metric: 'realtime.age', unit: 'ms', labels })
  }

  /**
   * Samples all agents that have sent something.
   *
   * @param held gives the seq that the viewer holds of an agent; -1: none
   * @param nowMs epoch ms
   */
  sample(held: (agent: number) => number, nowMs: number): void {
    for (let agent = 0; agent < this.#log.agents; agent++) {
      const newest = this.#log.newest(agent)
      if (newest < 0) continue
      const seq = held(agent)
      const staleMs = nowMs - (this.#log.sentAtMs(agent, seq + 1) ?? nowMs)
      if (this.#log.forgot(agent, seq + 1)) this.#stale.recordCensored(staleMs, nowMs)
      else this.#stale.record(staleMs, nowMs)
      const sentAtMs = this.#log.forgot(agent, seq) ? undefined : this.#log.sentAtMs(agent, seq)
      if (sentAtMs !== undefined) this.#age.record(nowMs - sentAtMs, nowMs)
    }
  }

  toReport(): StalenessReport {
    return { staleness: this.#stale.toData(), age: this.#age.toData() }
  }
}
