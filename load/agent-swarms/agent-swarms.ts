import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { ElectionsOptions } from './elections.ts'
import type { SwarmMessagesOptions } from './messages.ts'

type AgentSwarmsApi = {
  messages(options: SwarmMessagesOptions): Promise<Measurement[]>
  elections(options: ElectionsOptions): Promise<Measurement[]>
  halt(order: undefined): void
}

const threads = new ThreadPool<AgentSwarmsApi>(moduleBeside('./agent-swarms.worker', import.meta.url))

/** A run that is over waits for so long for its swarms to be removed, ms. */
const HALT_MS = 10_000

/** Swarms of agents that a target runs, measured from a thread of its own. */
export const agentSwarms = {
  /** See `measureSwarms`. */
  messages: (options: SwarmMessagesOptions): Promise<Measurement[]> => threads.run('messages', options),
  /** See `measureElections`. */
  elections: (options: ElectionsOptions): Promise<Measurement[]> => threads.run('elections', options),
  /** Ends what is under way, which removes its swarms. Returns when they are removed, after 10 s in any case. */
  halt: (): Promise<void> => threads.endBusy('halt', undefined, HALT_MS),
}
