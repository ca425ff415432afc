import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { FleetClient } from './fleet-client.ts'

/** For so long what is left may still go, ms; and how often it is looked at. */
const SETTLE = { withinMs: 3000, everyMs: 100 }

/** Looks at what is left when all agents are let go: no agent, and no more hosts than before. */
export class Leftovers {
  readonly #client: FleetClient
  readonly #clock: Clock
  readonly #tally: Tally
  #hosts: number | undefined
  #isTold = true

  /** Looks at nothing yet. */
  constructor(client: FleetClient, clock: Clock, recording: Recording) {
    this.#client = client
    this.#clock = clock
    this.#tally = recording.tally({ metric: 'fleet.cleanup', unit: 'count', labels: {} })
  }

  /** Notes how many hosts there are to be afterwards: the fewest that it finds in a while, for what is to go may still be there. */
  async learn(): Promise<void> {
    const untilMs = this.#clock.nowMs() + SETTLE.everyMs
    while (this.#clock.nowMs() < untilMs) {
      const hosts = (await this.#client.pool())?.hosts
      if (hosts !== undefined) this.#hosts = Math.min(hosts, this.#hosts ?? hosts)
      await delay(SETTLE.everyMs / 5)
    }
  }

  /** Counts what is left, when it has had time to go. */
  async look(): Promise<void> {
    const untilMs = this.#clock.nowMs() + SETTLE.withinMs
    let left = await this.#left()
    while (left && (left.agents > 0 || left.hosts > 0) && this.#clock.nowMs() < untilMs) {
      await delay(SETTLE.everyMs)
      left = await this.#left()
    }
    if (!left) return
    this.#count('agents left over', left.agents)
    if (this.#hosts !== undefined) this.#count('hosts left over', left.hosts)
  }

  /** @returns what was counted: for each look a good event for agents and for hosts, or as many bad ones as there are left */
  measurements(window: Measurement['window']): Measurement[] {
    const data = this.#tally.toData()
    const absence = this.#isTold
      ? {}
      : { absence: 'The answer about the pool has no number of agents at the place that the target names.' }
    const identity = { metric: 'fleet.cleanup', unit: 'count', labels: {} } as const
    return data.total === 0 && this.#isTold ? [] : [{ ...identity, window, data, doubts: [], ...absence }]
  }

  async #left(): Promise<{ agents: number; hosts: number } | undefined> {
    const pool = await this.#client.pool()
    if (!pool) return undefined
    const { agents, hosts = 0 } = pool
    if (agents === undefined) {
      this.#isTold = false
      return undefined
    }
    return { agents, hosts: Math.max(0, hosts - (this.#hosts ?? hosts)) }
  }

  #count(cause: string, left: number): void {
    const atMs = this.#clock.nowMs()
    if (left === 0) this.#tally.good(atMs)
    else this.#tally.bad(cause, atMs, left)
  }
}
