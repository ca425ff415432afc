import { moduleBeside } from '../module-beside.ts'
import { Thread } from '../thread.ts'
import type { SendLog } from './accounts/send-log.ts'
import { CallMark } from './call-mark.ts'
import { endedBy, RETURNS_WITHIN_MS, watchFunctions } from './function-watch.ts'
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
}

/** The worker threads of a swarm: some hold agents, the others viewers. When one ends that should not, all do. */
export class SwarmThreads {
  readonly agents: Thread<SwarmApi>[]
  readonly viewers: Thread<SwarmApi>[]
  readonly #marks = new Map<Thread<SwarmApi>, CallMark>()
  readonly #unwatch: (() => void)[] = []

  private constructor({ agents, viewers, returnsWithinMs = RETURNS_WITHIN_MS }: SwarmThreadsOptions) {
    const threads = (count: number): Thread<SwarmApi>[] =>
      Array.from({ length: Math.ceil(count) }, () => this.#thread(returnsWithinMs))
    this.agents = threads(agents / AGENTS_A_THREAD)
    this.viewers = threads(viewers / VIEWERS_A_THREAD)
  }

  /** Starts them; nothing connects yet. @throws Error when the target's module lacks the protocol that is asked for */
  static async start(options: SwarmThreadsOptions, log: SendLog): Promise<SwarmThreads> {
    const threads = new SwarmThreads(options)
    const { agents: _, viewers, listen, returnsWithinMs: __, ...rest } = options
    const shards = threads.agents.length
    const watching = threads.viewers.length
    const viewersOf = (index: number): number =>
      Math.floor(viewers / watching) + (index < viewers % watching ? 1 : 0)
    const orderTo = (thread: Thread<SwarmApi>): Order => ({
      ...rest,
      log: log.memory,
      mark: threads.#marks.get(thread)?.memory,
    })
    try {
      await Promise.all([
        ...threads.agents.map((thread, shard) =>
          thread.call('holdAgents', { ...orderTo(thread), shard, shards }),
        ),
        ...threads.viewers.map((thread, index) =>
          thread.call('holdViewers', {
            ...orderTo(thread),
            listen,
            viewers: viewersOf(index),
            seed: rest.seed + index,
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
  get all(): Thread<SwarmApi>[] {
    return [...this.agents, ...this.viewers]
  }

  /** Ends all at once, with whatever they hold open. @param reason what the calls under way are rejected with */
  async stop(reason?: Error): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch()
    await Promise.all(this.all.map(thread => thread.stop(reason)))
  }

  #thread(returnsWithinMs: number): Thread<SwarmApi> {
    const mark = new CallMark()
    const thread = new Thread<SwarmApi>(worker, end => {
      const reason = endedBy(mark, end)
      void this.stop(reason)
      return reason
    })
    this.#marks.set(thread, mark)
    this.#unwatch.push(watchFunctions(mark, returnsWithinMs, error => void this.stop(error)))
    return thread
  }
}
