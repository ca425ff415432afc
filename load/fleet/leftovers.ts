import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Fault } from '../loops/operation.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { FleetClient, Pool } from './fleet-client.ts'
import { GONE_WITHIN_MS } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { askPool, whyUntold } from './pool.ts'
import { CLEANUP, noteFaults } from './releases.ts'

/** How often it is looked at what is left while it may still go, ms. */
const EVERY_MS = 100

interface Left {
  agents: number
  hosts: number
}

/** Looks at what is left when agents are let go: no more agents, and no more hosts, than before. */
export class Leftovers {
  readonly #client: FleetClient
  readonly #clock: Clock
  readonly #tally: Tally
  readonly #requests: FleetRequests['pool']
  /** Agents of others, and hosts that there are to be: each `undefined` where that is not known. */
  readonly #before: { agents: number | undefined; hosts: number | undefined } = {
    agents: undefined,
    hosts: undefined,
  }
  #absence: string | undefined

  /** Looks at nothing yet. @param requests how the pool is asked; where the target names none nothing is looked at */
  constructor(client: FleetClient, clock: Clock, recording: Recording, requests: FleetRequests['pool']) {
    this.#client = client
    this.#clock = clock
    this.#requests = requests
    this.#tally = recording.tally(CLEANUP)
  }

  /** Notes how many agents there are before any is begun: they are others'. */
  async begin(): Promise<void> {
    this.#before.agents = (await this.#told())?.agents
  }

  /** Notes how many hosts there are to be afterwards: the fewest that it finds in a while, for what is to go may still be there. */
  async learnHosts(): Promise<void> {
    if (this.#before.agents === undefined) return
    const untilMs = this.#clock.nowMs() + EVERY_MS
    while (this.#clock.nowMs() < untilMs) {
      const hosts = (await this.#told())?.hosts
      if (hosts !== undefined) this.#before.hosts = Math.min(hosts, this.#before.hosts ?? hosts)
      await delay(EVERY_MS / 5)
    }
  }

  /** Counts what was wrong when agents were let go. */
  note(faults: readonly Fault[]): void {
    noteFaults(this.#tally, faults, this.#clock)
  }

  /** Counts what is left, when it has had time to go. Where nobody knows how many agents are others' it counts nothing. */
  async look(): Promise<void> {
    const fromMs = this.#clock.nowMs()
    let left = await this.#left()
    const { coolDownMs = 0, goneWithinMs = GONE_WITHIN_MS } = this.#requests ?? {}
    const hostsMs = goneWithinMs + (left?.hosts ?? 0) * coolDownMs
    const mayGo = ({ agents, hosts }: Left): boolean => {
      const pastMs = this.#clock.nowMs() - fromMs
      return (agents > 0 && pastMs < goneWithinMs) || (hosts > 0 && pastMs < hostsMs)
    }
    while (left && mayGo(left)) {
      await delay(EVERY_MS)
      left = await this.#left()
    }
    if (!left) return
    this.#count('agents left over', left.agents)
    if (this.#before.hosts !== undefined) this.#count('hosts left over', left.hosts)
  }

  /**
   * @returns what was counted: for each look a good event for agents and for hosts, or as many bad ones as there are left, and one for each agent that
   * was not let go well. Where one look told nothing, none that found nothing left counts.
   */
  measurements(window: Measurement['window']): Measurement[] {
    if (!this.#requests) return []
    const data = this.#tally.toData()
    const absence = this.#absence
    if (absence === undefined || data.bad > 0) return [{ ...CLEANUP, window, data, doubts: [] }]
    return [{ ...CLEANUP, window, data: { ...data, total: 0, blocks: [] }, doubts: [], absence }]
  }

  async #left(): Promise<Left | undefined> {
    const { agents: others, hosts: usual } = this.#before
    if (others === undefined) return undefined
    const pool = await this.#told()
    if (pool?.agents === undefined) return undefined
    const { agents, hosts = 0 } = pool
    return { agents: Math.max(0, agents - others), hosts: Math.max(0, hosts - (usual ?? hosts)) }
  }

  /** @returns what the pool tells, with all numbers that the target names; else `undefined`, and why is noted */
  async #told(): Promise<Pool | undefined> {
    const missing = ({ agents, hosts }: Pool): 'agents' | 'hosts' | undefined => {
      if (agents === undefined) return 'agents'
      return hosts === undefined && this.#requests?.hosts !== undefined ? 'hosts' : undefined
    }
    const pool = await askPool(this.#client, this.#clock, one => missing(one) === undefined)
    const lacking = pool && missing(pool)
    if (!pool || lacking === undefined) return pool
    this.#absence ??= whyUntold(pool, lacking)
    return undefined
  }

  #count(cause: string, left: number): void {
    const atMs = this.#clock.nowMs()
    if (left === 0) this.#tally.good(atMs)
    else this.#tally.bad(cause, atMs, left)
  }
}
