import { moduleBeside } from '../module-beside.ts'
import { Thread } from '../thread.ts'
import type { SendLog } from './accounts/send-log.ts'
import type { Order, SwarmApi } from './swarm-order.ts'

const worker = moduleBeside('./swarm.worker', import.meta.url)

/** One thread carries up to this many agents, or viewers. */
const AGENTS_A_THREAD = 5000
const VIEWERS_A_THREAD = 100

/** How large a swarm is, and what its threads are told. */
export interface SwarmThreadsOptions extends Omit<Order, 'log'> {
  agents: number
  viewers: number
  listen: 'viewer' | 'polling'
}

/** The worker threads of a swarm: some hold agents, the others viewers. */
export class SwarmThreads {
  readonly agents: Thread<SwarmApi>[]
  readonly viewers: Thread<SwarmApi>[]

  private constructor(agents: number, viewers: number) {
    const threads = (count: number): Thread<SwarmApi>[] =>
      Array.from({ length: Math.ceil(count) }, () => new Thread<SwarmApi>(worker))
    this.agents = threads(agents / AGENTS_A_THREAD)
    this.viewers = threads(viewers / VIEWERS_A_THREAD)
  }

  /** Starts them; nothing connects yet. @throws Error when the target's module lacks the protocol that is asked for */
  static async start(options: SwarmThreadsOptions, log: SendLog): Promise<SwarmThreads> {
    const { agents, viewers, listen, ...rest } = options
    const threads = new SwarmThreads(agents, viewers)
    const order: Order = { ...rest, log: log.memory }
    const shards = threads.agents.length
    const watching = threads.viewers.length
    const viewersOf = (index: number): number =>
      Math.floor(viewers / watching) + (index < viewers % watching ? 1 : 0)
    try {
      await Promise.all([
        ...threads.agents.map((thread, shard) => thread.call('holdAgents', { ...order, shard, shards })),
        ...threads.viewers.map((thread, index) =>
          thread.call('holdViewers', {
            ...order,
            listen,
            viewers: viewersOf(index),
            seed: order.seed + index,
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

  /** Ends all at once, with whatever they hold open. */
  async stop(): Promise<void> {
    await Promise.all(this.all.map(thread => thread.stop()))
  }
}
