import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Thread } from '../thread.ts'
import type { CanarySent, Rounds, RoundsReport } from './agents.ts'
import { connectMeasurements, phaseMeasurements } from './swarm-measurements.ts'
import type { Connected } from './swarm-measurements.ts'
import type { SocketOptions } from './transport/socket.ts'
import type { Session, Settle, Watch, WatchReport } from './viewers.ts'

export interface SwarmOptions extends SocketOptions {
  /** URL of the module that has the `RealtimeProtocol` as `default.realtime`. */
  protocol: string
  /** Agents, 0 or more. */
  agents: number
  /** Protocol viewers, 0 or more. */
  viewers: number
}

export interface AgentShard {
  protocol: string
  agents: number
  shard: number
  shards: number
}

export interface ViewerShard {
  protocol: string
  viewers: number
}

export interface Phase {
  /** Updates a second of each agent. */
  perSecond: number
  /** Updates that each agent sends, at most. */
  rounds: number
  /** `even`: spread over the period. `together`: all at its start, and the refresh of each round is timed. */
  phase: 'even' | 'together'
  /** How many agents are canaries. Default 0. */
  canaries?: number
}

export interface PhaseResult {
  /** The steady part, epoch ms. */
  window: Measurement['window']
  measurements: Measurement[]
  canaries: CanarySent[]
}

type SwarmApi = {
  holdAgents(shard: AgentShard & SocketOptions): Promise<void>
  holdViewers(shard: ViewerShard & SocketOptions): Promise<void>
  connectAgents(options: { durationMs: number }): Promise<Connected>
  connectViewers(options: undefined): Promise<Connected>
  run(rounds: Rounds): Promise<RoundsReport>
  halt(options: undefined): void
  watch(watch: Watch): void
  settle(settle: Settle): Promise<WatchReport>
  close(options: undefined): Session[]
}

const worker = new URL('./swarm.worker.ts', import.meta.url)

/** One thread carries up to this many agents, or viewers. */
const AGENTS_A_THREAD = 5000
const VIEWERS_A_THREAD = 100

/** Agents connect at this rate a second: the storm after a deployment, yet paced. */
const CONNECTS_PER_SECOND = 1000

/** How long the last updates of a phase may take before they count as lost. */
const SETTLE_MS = 5000

/** The time between the order to start and the first update, in which threads get ready. */
const LEAD_MS = 100

/** A fleet of agents and the viewers that watch it, as sockets in worker threads. */
export class Swarm {
  readonly #options: SwarmOptions
  readonly #agents: Thread<SwarmApi>[]
  readonly #viewers: Thread<SwarmApi>[]
  #seqs: number[]
  #halted = false

  private constructor(options: SwarmOptions) {
    this.#options = options
    const threads = (count: number): Thread<SwarmApi>[] =>
      Array.from({ length: Math.ceil(count) }, () => new Thread<SwarmApi>(worker))
    this.#agents = threads(options.agents / AGENTS_A_THREAD)
    this.#viewers = threads(options.viewers / VIEWERS_A_THREAD)
    this.#seqs = Array.from<number>({ length: options.agents }).fill(-1)
  }

  /** Starts the threads; nothing connects yet. @throws when the target's module lacks the protocol that is asked for */
  static async start(options: SwarmOptions): Promise<Swarm> {
    const swarm = new Swarm(options)
    const { protocol, origin, headers, agents, viewers } = options
    const shards = swarm.#agents.length
    const perThread = (index: number): number =>
      Math.floor(viewers / swarm.#viewers.length) + (index < viewers % swarm.#viewers.length ? 1 : 0)
    try {
      await Promise.all([
        ...swarm.#agents.map((thread, shard) =>
          thread.call('holdAgents', { protocol, origin, headers, agents, shard, shards }),
        ),
        ...swarm.#viewers.map((thread, index) =>
          thread.call('holdViewers', { protocol, origin, headers, viewers: perThread(index) }),
        ),
      ])
    } catch (error) {
      await swarm[Symbol.asyncDispose]()
      throw error
    }
    return swarm
  }

  /** Connects the agents, 1000 a second. @returns `realtime.connect` (tally) and `realtime.connect.time` (ms), side `agent` */
  async connectAgents(): Promise<Measurement[]> {
    const startMs = systemClock.nowMs()
    const durationMs = (1000 * this.#options.agents) / CONNECTS_PER_SECOND
    const parts = await Promise.all(this.#agents.map(thread => thread.call('connectAgents', { durationMs })))
    return connectMeasurements('agent', parts, { startMs, endMs: systemClock.nowMs() })
  }

  /** Connects the viewers, all at once. @returns the same measurements with side `viewer` */
  async connectViewers(): Promise<Measurement[]> {
    const startMs = systemClock.nowMs()
    const parts = await Promise.all(this.#viewers.map(thread => thread.call('connectViewers', undefined)))
    return connectMeasurements('viewer', parts, { startMs, endMs: systemClock.nowMs() })
  }

  /**
   * Lets the fleet report for a while, on schedule, and the viewers watch.
   *
   * @returns `realtime.latency` (from the actual send to a viewer's socket, ms), `realtime.delivery` (tally: lost, duplicated,
   * reordered on undisturbed sockets), with phase `together` also `realtime.refresh` (ms, a sample a round: until the slowest viewer
   * holds a newer value of every agent), series for the time axis, and the canaries' sends
   */
  async run({ perSecond, rounds, phase, canaries = 0 }: Phase): Promise<PhaseResult> {
    const startMs = systemClock.nowMs() + LEAD_MS
    const periodMs = 1000 / perSecond
    const roundStartsMs = Array.from(
      { length: phase === 'together' ? rounds : 0 },
      (_, round) => startMs + round * periodMs,
    )
    const fromSeqs = this.#seqs
    this.#halted = false
    await Promise.all(this.#viewers.map(thread => thread.call('watch', { fromSeqs, roundStartsMs })))
    const order: Rounds = { startMs, periodMs, rounds, phase, canaries }
    const sent = await Promise.all(this.#agents.map(thread => thread.call('run', order)))
    const endMs = systemClock.nowMs()
    const lastSeqs = sent.flatMap(part => part.lastSeqs)
    const begun = Math.max(0, ...lastSeqs.map(([agent, seq]) => seq - (fromSeqs[agent] ?? -1)))
    const finished = this.#halted ? begun - 1 : begun
    this.#seqs = fromSeqs.map(() => -1)
    for (const [agent, seq] of lastSeqs) this.#seqs[agent] = seq
    const watched = await Promise.all(
      this.#viewers.map(thread => thread.call('settle', { lastSeqs, timeoutMs: SETTLE_MS })),
    )
    const window = { startMs, endMs }
    return {
      window,
      measurements: phaseMeasurements({
        sent,
        watched,
        window,
        roundStartsMs: roundStartsMs.slice(0, Math.max(0, finished)),
        agents: this.#options.agents,
        phase,
      }),
      canaries: sent.flatMap(part => part.canaries),
    }
  }

  /** Ends the phase under way before its time: `run` then returns what there was. */
  async halt(): Promise<void> {
    this.#halted = true
    await Promise.all(this.#agents.map(thread => thread.call('halt', undefined)))
  }

  /** Closes all sockets. @returns how each viewer's session went */
  async close(): Promise<Session[]> {
    const sessions = await Promise.all(
      [...this.#agents, ...this.#viewers].map(thread => thread.call('close', undefined)),
    )
    return sessions.flat()
  }

  /** Ends the threads at once, with whatever they hold open. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#agents, ...this.#viewers].map(thread => thread.stop()))
  }
}
