import type { Measurement } from '../measure/measurement.ts'
import type { Thread } from '../thread.ts'
import type { SwarmApi } from './swarm-order.ts'

/** Who holds some of the agents, or of the viewers: a thread of this machine, or of another. */
export interface SwarmHost extends Pick<Thread<SwarmApi>, 'call'> {
  /** Its number among those of its machine that hold the same. */
  readonly number: number
}

/** Where the agents and viewers of a swarm are. */
export interface SwarmHosts {
  readonly agents: readonly SwarmHost[]
  readonly viewers: readonly SwarmHost[]
  /** The time between the order to start and the first update, in which all get ready, ms. */
  readonly leadMs: number
  /** A stage begins. @throws Error when some of them are gone */
  begin(): void
  /** Asks several at once. @returns what they answer: of hosts that are lost in the middle of a stage, nothing */
  each<Answer>(hosts: readonly SwarmHost[], ask: (host: SwarmHost) => Promise<Answer>): Promise<Answer[]>
  /** @returns what was measured of a stage, with what only they know */
  complete(measurements: Measurement[]): Measurement[]
  /** Ends them at once, with whatever they hold open. */
  stop(): Promise<void>
}
