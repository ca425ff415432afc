import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { ClockOffset } from '../clock-offset.ts'
import type { Renewal } from '../http/renewed.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { SwarmApi } from '../swarm/swarm-order.ts'
import type { SwarmThreadsOptions } from '../swarm/swarm-threads.ts'
import type { Beats } from './line.ts'
import type { Part } from '../measure/recording.ts'
import type { SentModule } from './sent-module.ts'

/** Where the engine keeps its own; a cluster keeps it together. */
export const PREFIX = '{fleetmark}'

/** The engine's queue, from which workers take seats. */
export const SEATS = 'seats'

/** @returns the key that is there as long as a run goes on, through all the crews that it has one after another */
export const runKeyOf = (run: string): string => `${PREFIX}:goes-on:${run}`

/** A place in a run for one worker: what the engine deals. Whoever takes it works for the run until that ends. */
export interface Seat {
  run: string
  /** Tells it from all others, of whatever run. */
  id: string
  /** The version of Fleetmark that has the run. */
  version: string
  /** See `WorkerFacts`: where the run's own loopback is. */
  place: string
  /** Streams that its worker writes to and reads, and a key that is there as long as the run goes on. */
  writes: string
  reads: string
  alive: string
  /** How each side learns that the other is gone. */
  beats: Beats
}

/** What a machine is, as its worker tells. */
export interface WorkerMachine {
  cpu: string
  cores: number
  memoryBytes: number
  os: string
  node: string
}

/** Who took a seat. */
export interface WorkerFacts {
  /** The host's and the process's. A run gives another to one of several that have the same: see `ownName`. */
  name: string
  /** Unlike that of any other worker. */
  id: string
  host: string
  pid: number
  /** What has the same loopback addresses has the same place. */
  place: string
  machine: WorkerMachine
}

/** Work for one worker: a function of a load thread. */
export interface Order {
  /** The workload's number in the run. */
  id: number
  module: 'http'
  name: string
  /** With the `origin` that load goes to. */
  argument: { origin: string }
}

/** A swarm, of which each worker holds its share. */
export interface SwarmOrder {
  /** The workload's number in the run. */
  id: number
  /** The whole of it, and the part that is the worker's. */
  swarm: Omit<SwarmThreadsOptions, 'share'> & Required<Pick<SwarmThreadsOptions, 'share'>>
  /** Workers of the crew that are where this one is, itself among them. */
  processes: number
  /** The file of its protocol, which the worker has too. */
  module: SentModule
  /** The stream over which workers tell each other when agents sent. */
  sends: string
}

/** A question to one of the threads that hold a worker's share of a swarm. */
export interface SwarmQuestion<Name extends keyof SwarmApi = keyof SwarmApi> {
  id: number
  side: 'agents' | 'viewers'
  /** The thread's number among those of its side. */
  thread: number
  name: Name
  argument: Parameters<SwarmApi[Name]>[0]
}

/** How a worker's clock stood to that of the run while it worked. */
export interface WorkerClock {
  /** How far the worker's own clock was ahead, ms: its times are told by the run's. */
  aheadMs: number
  /** Half-width of the interval in which the difference certainly was, over the whole time, ms. */
  errorMs: number
}

/** What a worker can be asked. */
export type WorkerApi = {
  run(order: Order): Promise<{ measurements: Measurement[]; clock: WorkerClock }>
  /** Requests that are under way, or about to be, go on with credentials that were renewed. */
  renew(renewals: readonly Renewal[]): void
  /** @returns how many threads hold agents, and viewers; nothing connects yet */
  holdSwarm(order: SwarmOrder): Promise<{ agents: number; viewers: number; clock: WorkerClock }>
  /** @returns what the thread answers; of a stage also how the worker's clock stood meanwhile */
  askSwarm(question: SwarmQuestion): Promise<{ value: unknown; clock?: WorkerClock }>
  /** Nothing more is heard of the agents of a share. */
  loseShare(share: { id: number; index: number }): void
  endSwarm(swarm: { id: number }): Promise<void>
}

/** What a worker may ask of the one that has the run. */
export type CrewApi = {
  join(facts: WorkerFacts): void
  /** @returns how the queue's clock stands to that of the run */
  clock(argument: undefined): Promise<Pick<ClockOffset, 'offsetMs' | 'errorMs'>>
  /** @returns when all begin, epoch ms by the run's clock */
  ready(order: { id: number }): Promise<number>
  parts(parts: readonly Part[]): void
}

const tryRead = (read: () => string): string => {
  try {
    return read().trim()
  } catch {
    return ''
  }
}

/** @returns what has the same loopback addresses as this process: the machine since its start, and its part of the network */
export function placeOf(): string {
  const facts = [
    hostname(),
    tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    tryRead(() => readlinkSync('/proc/self/ns/net')),
  ]
  return createHash('sha256').update(facts.join()).digest('hex').slice(0, 12)
}
