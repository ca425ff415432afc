import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { ElectionsOptions } from './elections.ts'
import type { SwarmMessagesOptions } from './messages.ts'

type AgentSwarmsApi = {
  messages(options: SwarmMessagesOptions): Promise<Measurement[]>
  elections(options: ElectionsOptions): Promise<Measurement[]>
}

const threads = new ThreadPool<AgentSwarmsApi>(moduleBeside('./agent-swarms.worker', import.meta.url))

/** Swarms of agents that a target runs, measured from a thread of its own. */
export const agentSwarms = {
  /** See `measureSwarms`. */
  messages: (options: SwarmMessagesOptions): Promise<Measurement[]> => threads.run('messages', options),
  /** See `measureElections`. */
  elections: (options: ElectionsOptions): Promise<Measurement[]> => threads.run('elections', options),
}
