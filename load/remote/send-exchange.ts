import type { Clock } from '../clock.ts'
import { leastOf } from '../measure/extremes.ts'
import type { SendLog } from '../swarm/accounts/send-log.ts'

/** When the agents of one machine sent, since it was told last. */
export interface Sends {
  /** The share that they are of. */
  from: number
  /** All that they sent until then is told, epoch ms. */
  untilMs: number
  /** Of each update. */
  agents: Uint32Array
  seqs: Uint32Array
  timesMs: Float64Array
}

/** How often it is told when agents sent, ms: what viewers see waits for it. */
export const TELL_MS = 200

/**
 * What one machine knows of the agents of all: it tells when its own sent, and writes down when the others did. Viewers account for an update so as if all
 * agents were of their machine.
 */
export class SendExchange {
  readonly #log: SendLog
  readonly #own: readonly number[]
  readonly #index: number
  readonly #clock: Clock
  readonly #told: Int32Array
  /** Until when the sends of each other share are known. */
  readonly #known = new Map<number, number>()

  /**
   * @param share this machine's: its agents are those whose index is `index` modulo `count`
   * @param clock that agents go by
   */
  constructor(log: SendLog, { index, count }: { index: number; count: number }, clock: Clock) {
    this.#log = log
    this.#index = index
    this.#clock = clock
    const agents = Array.from({ length: log.agents }, (_, agent) => agent)
    this.#own = agents.filter(agent => agent % count === index)
    this.#told = new Int32Array(this.#own.length).fill(-1)
    for (let other = 0; other < Math.min(count, log.agents); other++)
      if (other !== index) this.#known.set(other, Number.NEGATIVE_INFINITY)
  }

  /** Whether there are agents here. */
  get hasOwn(): boolean {
    return this.#own.length > 0
  }

  /** Until when it is known what the agents of other machines sent, epoch ms by their clocks. */
  get knownUntilMs(): number {
    return leastOf(this.#known.values())
  }

  /** @returns what this machine's agents sent since this was asked last */
  take(): Sends {
    // An update is in the log before it leaves, so that what was caused by one that is not there yet comes later than this.
    const untilMs = this.#clock.nowMs()
    const agents: number[] = []
    const seqs: number[] = []
    const timesMs: number[] = []
    for (const [place, agent] of this.#own.entries()) {
      const newest = this.#log.newest(agent)
      for (let seq = (this.#told[place] ?? -1) + 1; seq <= newest; seq++) {
        if (this.#log.forgot(agent, seq)) continue
        agents.push(agent)
        seqs.push(seq)
        timesMs.push(this.#log.sentAtMs(agent, seq) ?? untilMs)
      }
      this.#told[place] = newest
    }
    return {
      from: this.#index,
      untilMs,
      agents: Uint32Array.from(agents),
      seqs: Uint32Array.from(seqs),
      timesMs: Float64Array.from(timesMs),
    }
  }

  /** Writes down what another machine told; its own is passed over. */
  learn({ from, untilMs, agents, seqs, timesMs }: Sends): void {
    if (!this.#known.has(from)) return
    for (const [place, agent] of agents.entries())
      this.#log.learn(agent, seqs[place] ?? 0, timesMs[place] ?? untilMs)
    this.#known.set(from, untilMs)
  }

  /** Nothing more is heard of a share's agents. */
  lose(share: number): void {
    this.#known.delete(share)
  }
}
