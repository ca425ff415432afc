/** How many of an agent's updates are remembered, unless said otherwise: four minutes at one a second. */
const DEPTH = 256

/** The memory of a log, to be handed to other threads. */
export interface SendLogMemory {
  agents: number
  depth: number
  buffer: SharedArrayBuffer
}

/**
 * When each agent sent its last updates, in memory that all threads of a swarm share: what a viewer needs to tell how old a value is, and whether there is
 * a newer one, without the target passing times on. Each agent is written by one thread only: of an agent of another machine, by the one that is told.
 */
export class SendLog {
  /** To be handed to other threads. */
  readonly memory: SendLogMemory
  readonly #depth: number
  /** `[agent]`: one more than its newest seq. */
  readonly #counts: Int32Array
  /** `[agent * depth + seq % depth]` */
  readonly #timesMs: Float64Array

  /** @param memory of the log to share. Default: a new one. */
  constructor(memory: SendLogMemory) {
    const { agents, depth, buffer } = memory
    this.memory = memory
    this.#depth = depth
    this.#timesMs = new Float64Array(buffer, 0, agents * depth)
    this.#counts = new Int32Array(buffer, this.#timesMs.byteLength, agents)
  }

  /** @param depth how many updates of each agent are remembered. Default 256. */
  static of(agents: number, depth = DEPTH): SendLog {
    const bytes = agents * depth * Float64Array.BYTES_PER_ELEMENT + agents * Int32Array.BYTES_PER_ELEMENT
    return new SendLog({ agents, depth, buffer: new SharedArrayBuffer(bytes) })
  }

  /** Number of agents. */
  get agents(): number {
    return this.memory.agents
  }

  /** Notes that an agent sends its next update. @returns its seq, from 0 */
  note(agent: number, atMs: number): number {
    const seq = this.newest(agent) + 1
    this.learn(agent, seq, atMs)
    return seq
  }

  /** Notes when an agent sent an update, the one after its newest or a later one. */
  learn(agent: number, seq: number, atMs: number): void {
    this.#timesMs[agent * this.#depth + (seq % this.#depth)] = atMs
    // The count is stored after the time, so that who reads the count finds the time.
    Atomics.store(this.#counts, agent, seq + 1)
  }

  /** @returns the seq of the agent's newest update; -1 before the first, and of an agent that is not in the log */
  newest(agent: number): number {
    return agent >= 0 && agent < this.agents ? Atomics.load(this.#counts, agent) - 1 : -1
  }

  /** @returns the newest seq of every agent */
  newestOfAll(): number[] {
    return Array.from({ length: this.agents }, (_, agent) => this.newest(agent))
  }

  /** @returns when an update was sent, epoch ms, or, where that is forgotten, a later one of the agent's; `undefined` when it was not sent yet */
  sentAtMs(agent: number, seq: number): number | undefined {
    const newest = this.newest(agent)
    if (!(seq >= 0 && seq <= newest)) return undefined
    const kept = Math.max(seq, newest - this.#depth + 1)
    return this.#timesMs[agent * this.#depth + (kept % this.#depth)]
  }

  /** @returns whether the time of an update is forgotten: its agent has sent too many since */
  forgot(agent: number, seq: number): boolean {
    return seq <= this.newest(agent) - this.#depth
  }
}
