import type { AgentRange, Rounds, RoundsReport } from './agents.ts'
import type { Connected } from './connected.ts'
import type { Destination } from './jars.ts'
import type { LimitOrder, LimitReport } from './limit-probe.ts'
import type { OutageReport } from './outage-notes.ts'
import type { ProtocolSource } from './protocol.ts'
import type { SendLogMemory } from './accounts/send-log.ts'
import type { Session, Watch } from './viewers.ts'
import type { WatchReport } from './accounts/watch-notes.ts'

/** What every thread of a swarm is told. */
export interface Order extends Destination {
  /** Where the `RealtimeProtocol` is. */
  protocol: ProtocolSource
  /** Where the thread notes which of the protocol's functions it is in: memory of a `CallMark`. Default: one that nobody looks at. */
  mark?: SharedArrayBuffer | undefined
  /** When each agent sent its updates, shared by all threads. */
  log: SendLogMemory
  seed: number
  /** Less lateness of a thread than this is none, ms: a tenth of the tightest limit that is judged. Default 10. */
  lateFromMs?: number | undefined
}

/** What agents and viewers go on with when a sign-in was renewed. */
export interface Renewed extends Pick<Destination, 'headers' | 'cookies'> {
  /** What the functions of the protocol are given: see `ProtocolSource`. */
  given: unknown
}

/** The agents of one thread: those whose index is `shard` modulo `shards`. */
export interface AgentShard {
  shard: number
  shards: number
}

/** The viewers of one thread, and whether they listen or poll. */
export interface ViewerShard {
  viewers: number
  listen: 'viewer' | 'polling'
  /** Whether agents of other machines tell later what they sent. Default false. */
  learns?: boolean
}

/** What a thread of a swarm can be asked. */
export type SwarmApi = {
  holdAgents(shard: AgentShard & Order): Promise<void>
  holdViewers(shard: ViewerShard & Order): Promise<void>
  connectAgents(options: AgentRange & { durationMs: number }): Promise<Connected>
  connectViewers(options: undefined): Promise<Connected>
  run(rounds: Rounds): Promise<RoundsReport>
  halt(options: undefined): void
  watch(watch: Watch): void
  know(untilMs: number): void
  settle(timeoutMs: number): Promise<WatchReport>
  lost(options: undefined): number
  renew(renewed: Renewed): Promise<void>
  beginOutage(options: undefined): void
  outageState(options: undefined): { held: number; lost: number; away: number }
  endOutage(options: undefined): OutageReport
  probeLimit(order: LimitOrder): Promise<LimitReport>
  close(options: undefined): Session[]
}
