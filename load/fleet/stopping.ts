import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { FleetClient, Pool } from './fleet-client.ts'
import { GONE_WITHIN_MS } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { askPool } from './pool.ts'

/** A fleet that was told to stop may take so long until it has, ms, by default; and how often it is looked at. */
const STOP = { withinMs: 10_000, everyMs: 50 }

/** Hosts that have been as many for so long after a first stop are there for good, ms. */
const FOR_GOOD_MS = 1000

/** Stops a fleet, and waits until it has: who answers at once may stop later. */
export class Stopping {
  readonly #client: FleetClient
  readonly #clock: Clock
  readonly #requests: Pick<FleetRequests, 'pool'> & Required<Pick<FleetRequests, 'stop'>>
  readonly #withinMs: number
  /** Hosts that a stop leaves there; `undefined` before it is known. */
  #forGood: number | undefined
  #hasAsked = false

  /** Stops nothing yet. @param withinMs how long it may take until agents and hosts are gone, ms. Default ten seconds, or as long as agents may where that is longer. */
  constructor(
    client: FleetClient,
    clock: Clock,
    requests: Pick<FleetRequests, 'pool'> & Required<Pick<FleetRequests, 'stop'>>,
    withinMs = Math.max(STOP.withinMs, requests.pool?.goneWithinMs ?? 0),
  ) {
    this.#client = client
    this.#clock = clock
    this.#requests = requests
    this.#withinMs = withinMs
  }

  /** Stops the fleet, unless agents of others may go with it. @param begun agents of the last start @returns what stood in the way, if anything */
  async stop(begun: number): Promise<string | undefined> {
    const inTheWay = await this.#othersIn(begun)
    if (inTheWay !== undefined) return inTheWay
    const { fault } = (await this.#client.ask(this.#requests.stop, {}, this.#clock.nowMs())).outcome
    return fault ? `stop: ${fault.cause}` : this.#untilGone()
  }

  /** @returns why it is not to be stopped, if it is not: others have agents there, or nobody tells whether they do */
  async #othersIn(begun: number): Promise<string | undefined> {
    const isPatient = !this.#hasAsked
    this.#hasAsked = true
    // Agents that another spec has let go may still be going.
    const isTold = ({ agents }: Pool): boolean => agents !== undefined && (!isPatient || agents <= begun)
    const { goneWithinMs = GONE_WITHIN_MS } = this.#requests.pool ?? {}
    const pool = await askPool(this.#client, this.#clock, isTold, goneWithinMs)
    if (!pool) return undefined
    const { agents, fault } = pool
    if (agents === undefined) {
      const why = fault ?? 'its answer has no number of them'
      return `the pool does not tell whether agents of others are there (${why})`
    }
    if (agents <= begun) return undefined
    return `${agents - begun} agents are there that this spec did not begin, and would go with it`
  }

  /** Where a stopped pool goes on not telling, its answer to the stop is believed. @returns what has not gone in time, if anything */
  async #untilGone(): Promise<string | undefined> {
    const startMs = this.#clock.nowMs()
    let [last, sinceMs]: [number | undefined, number] = [undefined, startMs]
    const isTold = ({ agents }: Pool): boolean => agents !== undefined
    for (;;) {
      const pool = await askPool(this.#client, this.#clock, isTold, FOR_GOOD_MS)
      const nowMs = this.#clock.nowMs()
      const { agents, hosts = 0 } = pool ?? {}
      if (agents === undefined) return undefined
      if (hosts !== last) [last, sinceMs] = [hosts, nowMs]
      const isNew = agents === 0 && this.#forGood === undefined
      const isForGood =
        hosts === 0 || (isNew ? nowMs - sinceMs >= FOR_GOOD_MS : hosts <= (this.#forGood ?? 0))
      if (agents === 0 && isForGood) {
        this.#forGood = hosts
        return undefined
      }
      if (nowMs - startMs >= this.#withinMs + (isNew ? FOR_GOOD_MS : 0))
        return `stop: ${counted(agents, 'agent')} and ${counted(hosts, 'host')} are still there ${this.#withinMs / 1000} s later`
      await delay(STOP.everyMs)
    }
  }
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
