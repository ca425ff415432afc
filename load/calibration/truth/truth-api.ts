import type { AgentUpdate } from '../../swarm/protocol.ts'
import type { Passed } from './truth-hub.ts'
import type { HubScript } from './truth-hub.ts'
import type { ServedRequest, Stretch, TruthServer, TruthServerOptions } from './truth-server.ts'

/** A server or hub that was started: `id` is what its records are asked for by. */
export interface Started {
  id: number
  origin: string
}

/** What a truth server did so far. */
export interface ServerRecords extends Pick<TruthServer, 'closesMs' | 'freezes'> {
  served: Pick<ServedRequest, 'path' | 'manner' | 'arrivedMs' | 'status' | 'serviceMs'>[]
}

/** What a hub did so far. */
export interface HubRecords {
  received: Pick<AgentUpdate, 'agent' | 'seq'>[]
  passed: Passed[]
}

/** What the truth's process does when it is asked. */
export type TruthApi = {
  startServer(options: TruthServerOptions): Promise<Started>
  startHub(script: HubScript): Promise<Started>
  serverRecords(id: number): ServerRecords
  hubRecords(id: number): HubRecords
  /** Milliseconds that the clock of a hub's peer was ahead at a time (epoch ms). */
  offsetAtMs(asked: { id: number; atMs: number }): number
  /** How late the process was for what came within a stretch of time, in ms: a value each 5 ms. */
  lateness(stretch: Stretch): number[]
}

/** A question to the truth's process. */
export interface Question {
  id: number
  name: keyof TruthApi
  argument: unknown
}

/** Its answer: a value, or why there is none. */
export interface Reply {
  id: number
  value?: unknown
  error?: string
}
