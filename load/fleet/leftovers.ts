import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { FleetClient } from './fleet-client.ts'

/** For so long what is left may still go, ms; and how often it is looked at. */
const SETTLE = { withinMs: 3000, everyMs: 100 }

interface Left {
  agents: number
  hosts: number
}

/** Looks at what is left when agents are let go: no more agents, and no more hosts, than before. */
export class Leftovers {
  readonly #client: FleetClient
  readonly #clock: Clock
  readonly #tally: Tally
  readonly #coolDownMs: number
  readonly #before: { agents: number; hosts: number | undefined } = { agents: 0, hosts: undefined }
  #isTold = true

  /** Looks at nothing yet. @param coolDownMs for so long each host that is too many may stay. Default 0. */
  constructor(client: FleetClient, clock: Clock, recording: Recording, coolDownMs = 0) {
    this.#client = client
    this.#clock = clock
    this.#coolDownMs = coolDownMs
    this.#tally = recording.tally({ metric: 'fleet.cleanup', unit: 'count', labels: {} })
  }

  /** Notes how many agents there are before any is begun: they are others'. */
  async begin(): Promise<void> {
    this.#before.agents = (await this.#client.pool())?.agents ?? 0
  }

  /** Notes how many hosts there are to be afterwards: the fewest that it finds in a while, for what is to go may still be there. */
  async learnHosts(): Promise<void> {
    const untilMs = this.#clock.nowMs() + SETTLE.everyMs
    while (this.#clock.nowMs() < untilMs) {
      const hosts = (await this.#client.pool())?.hosts
      if (hosts !== undefined) this.#before.hosts = Math.min(hosts, this.#before.hosts ?? hosts)
      await delay(SETTLE.everyMs / 5)
    }
  }

  /** Counts what is left, when it has had time to go. */
  async look(): Promise<void> {
    const fromMs = this.#clock.nowMs()
    let left = await this.#left()
    const hostsMs = SETTLE.withinMs + (left?.hosts ?? 0) * this.#coolDownMs
    const mayGo = ({ agents, hosts }: Left): boolean => {
      const pastMs = this.#clock.nowMs() - fromMs
      return (agents > 0 && pastMs < SETTLE.withinMs) || (hosts > 0 && pastMs < hostsMs)
    }
    while (left && mayGo(left)) {
      await delay(SETTLE.everyMs)
      left = await this.#left()
    }
    if (!left) return
    this.#count('agents left over', left.agents)
    if (this.#before.hosts !== undefined) this.#count('hosts left over', left.hosts)
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

  async #left(): Promise<Left | undefined> {
    const pool = await this.#client.pool()
    if (!pool) return undefined
    const { agents, hosts = 0 } = pool
    if (agents === undefined) {
      this.#isTold = false
      return undefined
    }
    const { agents: others, hosts: usual = hosts } = this.#before
    return { agents: Math.max(0, agents - others), hosts: Math.max(0, hosts - usual) }
  }

  #count(cause: string, left: number): void {
    const atMs = this.#clock.nowMs()
    if (left === 0) this.#tally.good(atMs)
    else this.#tally.bad(cause, atMs, left)
  }
}
