import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { Thread } from '../thread.ts'
import type { SendLog } from './accounts/send-log.ts'
import { CallMark } from './call-mark.ts'
import { endedBy, RETURNS_WITHIN_MS, watchFunctions } from './function-watch.ts'
import type { SwarmHost, SwarmHosts } from './swarm-hosts.ts'
import type { Order, SwarmApi } from './swarm-order.ts'

const worker = moduleBeside('./swarm.worker', import.meta.url)

/** One thread carries up to this many agents, or viewers. */
const AGENTS_A_THREAD = 5000
const VIEWERS_A_THREAD = 100

/** How large a swarm is, and what its threads are told. */
export interface SwarmThreadsOptions extends Omit<Order, 'log' | 'mark'> {
  /** Agents, 0 or more. */
  agents: number
  /** Protocol viewers, 0 or more. */
  viewers: number
  /** Whether viewers listen as the protocol's `viewer` does, or poll as its `polling` does. */
  listen: 'viewer' | 'polling'
  /** How long a function of the target's may take, ms: one that takes longer ends the swarm. Default 10 s. */
  returnsWithinMs?: number
  /** The part of agents and viewers that is held here, of `count` equal ones. Default: all. */
  share?: { index: number; count: number }
}

/** A thread of a swarm. */
class SwarmThread extends Thread<SwarmApi> implements SwarmHost {
  readonly number: number

  constructor(number: number, whyEnded: (end: Error) => Error) {
    super(worker, whyEnded)
    this.number = number
  }
}

const ALL = { index: 0, count: 1 }

/** The worker threads of a swarm: some hold agents, the others viewers. When one ends that should not, all do. */
export class SwarmThreads implements SwarmHosts {
  readonly agents: SwarmThread[]
  readonly viewers: SwarmThread[]
  readonly leadMs = 100
  readonly #marks = new Map<Thread<SwarmApi>, CallMark>()
  readonly #unwatch: (() => void)[] = []

  private constructor(options: SwarmThreadsOptions) {
    const { agents, viewers, returnsWithinMs = RETURNS_WITHIN_MS, share = ALL } = options
    const threads = (count: number): SwarmThread[] =>
      Array.from({ length: Math.ceil(count) }, (_, number) => this.#thread(number, returnsWithinMs))
    this.agents = threads(agents / share.count / AGENTS_A_THREAD)
    this.viewers = threads(partOf(viewers, share) / VIEWERS_A_THREAD)
  }

  /** Starts them; nothing connects yet. @throws Error when the target's module lacks the protocol that is asked for */
  static async start(options: SwarmThreadsOptions, log: SendLog): Promise<SwarmThreads> {
    const threads = new SwarmThreads(options)
    const { agents: _, viewers, listen, returnsWithinMs: __, share = ALL, ...rest } = options
    const own = partOf(viewers, share)
    const watching = threads.viewers.length
    const orderTo = (thread: Thread<SwarmApi>): Order => ({
      ...rest,
      log: log.memory,
      mark: threads.#marks.get(thread)?.memory,
    })
    try {
      await Promise.all([
        ...threads.agents.map((thread, shard) =>
          thread.call('holdAgents', {
            ...orderTo(thread),
            shard: share.index + share.count * shard,
            shards: share.count * threads.agents.length,
          }),
        ),
        ...threads.viewers.map((thread, index) =>
          thread.call('holdViewers', {
            ...orderTo(thread),
            listen,
            viewers: partOf(own, { index, count: watching }),
            seed: rest.seed + share.index + share.count * index,
            learns: share.count > 1,
          }),
        ),
      ])
    } catch (error) {
      await threads.stop()
      throw error
    }
    return threads
  }

  /** Those of the agents, then those of the viewers. */
  get all(): SwarmThread[] {
    return [...this.agents, ...this.viewers]
  }

  begin(): void {}

  each<Answer>(hosts: readonly SwarmHost[], ask: (host: SwarmHost) => Promise<Answer>): Promise<Answer[]> {
    return Promise.all(hosts.map(ask))
  }

  complete(measurements: Measurement[]): Measurement[] {
    return measurements
  }

  /** Ends all at once, with whatever they hold open. @param reason what the calls under way are rejected with */
  async stop(reason?: Error): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch()
    await Promise.all(this.all.map(thread => thread.stop(reason)))
  }

  #thread(number: number, returnsWithinMs: number): SwarmThread {
    const mark = new CallMark()
    const thread = new SwarmThread(number, end => {
      const reason = endedBy(mark, end)
      void this.stop(reason)
      return reason
    })
    this.#marks.set(thread, mark)
    this.#unwatch.push(watchFunctions(mark, returnsWithinMs, error => void this.stop(error)))
    return thread
  }
}

/** @returns how many of `all` belong to one of `count` parts that are as equal as can be */
const partOf = (all: number, { index, count }: { index: number; count: number }): number =>
  Math.floor(all / count) + (index < all % count ? 1 : 0)
