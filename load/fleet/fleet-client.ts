import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Fault, Outcome } from '../loops/operation.ts'
import { faulty, named } from '../http/asker.ts'
import type { Answer, Asker } from '../http/asker.ts'
import { countAt, valuesAt } from '../http/places.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Variables } from '../http/users/template.ts'
import { Pace } from '../pace.ts'
import { AT_ONCE } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'

/** How long an agent that is not up yet is left alone, ms, what its time is told too long by, at most; and how often all of them are asked again a second, at most. */
const AGAIN = { everyMs: 10, mostPerSecond: 5000 }

/** Statuses that say that there is no such agent any more. */
export const GONE: readonly number[] = [404, 410]

/** What a pool tells of itself: `undefined` where the target names no place, or where there is no number. */
export interface Pool {
  agents: number | undefined
  hosts: number | undefined
  serving: number | undefined
  died: number | undefined
  /** Why it tells nothing at all: what was wrong with the answer. Absent where it answered. */
  fault?: string
}

/** Speaks to a fleet as its target says. What an answer lacks is a fault. */
export class FleetClient {
  readonly #requests: FleetRequests
  readonly #asker: Asker
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #again = new Pace(AGAIN.everyMs, AGAIN.mostPerSecond)

  /**
   * @param asker sends its requests
   * @param signal from when on it only lets agents go and gives them back: all else throws its reason. Default: never
   */
  constructor(requests: FleetRequests, asker: Asker, clock: Clock, signal?: AbortSignal) {
    this.#signal = signal
    this.#requests = requests
    this.#asker = asker
    this.#clock = clock
  }

  /** Asks for agents. @returns their ids, those that the answer has, and how it ended */
  async spawn(count: number, intendedMs: number): Promise<{ ids: string[]; outcome: Outcome }> {
    this.throwIfHalted()
    const { request, ids } = this.#requests.spawn
    const { outcome, body } = await this.ask(request, { count: String(count), key: randomUUID() }, intendedMs)
    return { ids: outcome.fault ? [] : valuesAt(body, ids), outcome: named('spawn', outcome) }
  }

  /** Says something to an agent, again as long as it is not up yet. @param intendedMs its time-out counts from there */
  firstMessage(agent: string, intendedMs: number): Promise<Outcome> {
    return this.#again.during(() => this.#untilUp(agent, intendedMs))
  }

  async #untilUp(agent: string, intendedMs: number): Promise<Outcome> {
    const { request, notYet = [503] } = this.#requests.message
    let wasNotYet = false
    for (;;) {
      this.throwIfHalted()
      const askedMs = this.#clock.nowMs()
      const { outcome, status } = await this.ask(request, { agent }, intendedMs, askedMs)
      const isAgain = outcome.fault !== undefined && status !== undefined && notYet.includes(status)
      wasNotYet ||= isAgain
      const { againMs } = this.#again
      const isLast = this.#clock.nowMs() + againMs >= intendedMs + this.#asker.timeoutMs
      if (outcome.fault?.kind !== 'timeout' && !isAgain) return named('message', outcome)
      if (outcome.fault?.kind === 'timeout' || isLast) {
        const { example } = outcome.fault ?? { example: '' }
        // Asked for the last time a moment before, it had no time to answer.
        const isNotYet = isAgain || (wasNotYet && this.#clock.nowMs() - askedMs < 2 * AGAIN.everyMs)
        const cause = isNotYet ? 'message: not up in time' : 'message: taken, and no answer in time'
        return faulty(outcome, { kind: 'timeout', cause, example })
      }
      await delay(againMs)
    }
  }

  /** Asks for an idle agent. @returns its id, where the answer has one */
  async allocate(intendedMs: number): Promise<{ id: string | undefined; outcome: Outcome }> {
    const { allocate } = this.#requests
    if (!allocate) throw new TypeError('The fleet hands out no agents.')
    this.throwIfHalted()
    const { outcome, body } = await this.ask(allocate.request, {}, intendedMs)
    if (outcome.fault) return { id: undefined, outcome }
    const [id] = valuesAt(body, allocate.id)
    if (id !== undefined) return { id, outcome }
    return { id, outcome: faulty(outcome, { kind: 'answer', cause: 'no id', example: body }) }
  }

  /** Gives an agent back. @returns what was wrong */
  async giveBack(agent: string): Promise<Fault | undefined> {
    const { allocate } = this.#requests
    if (!allocate) return undefined
    const { outcome } = await this.ask(allocate.giveBack, { agent }, this.#clock.nowMs())
    return named('give back', outcome).fault
  }

  /** Lets agents go, a batch of them at once. Which of them are still there `pool` tells. @returns what was wrong with each that failed; one that is gone did not */
  async release(agents: Iterable<string>): Promise<Fault[]> {
    const { release, spawn } = this.#requests
    if (!release) return []
    const going = [...agents]
    const faults: Fault[] = []
    const one = async (agent: string): Promise<void> => {
      const { outcome, status } = await this.ask(release, { agent }, this.#clock.nowMs())
      const { fault } = named('release', outcome)
      if (fault && !GONE.includes(status ?? 0)) faults.push(fault)
    }
    for (let from = 0, many = spawn.atOnce ?? AT_ONCE; from < going.length; from += many)
      await Promise.all(going.slice(from, from + many).map(one))
    return faults
  }

  /** @returns how many agents and hosts there are, serve and have died, those that the answer tells, or what was wrong with it; `undefined` where the target names no pool */
  async pool(): Promise<Pool | undefined> {
    const { pool } = this.#requests
    if (!pool) return undefined
    this.throwIfHalted()
    const { outcome, body } = await this.ask(pool.request, {}, this.#clock.nowMs())
    const untold = { agents: undefined, hosts: undefined, serving: undefined, died: undefined }
    if (outcome.fault) return { ...untold, fault: outcome.fault.cause }
    const { agents, hosts, autoscale } = pool
    const at = (place: string | undefined): number | undefined =>
      place === undefined ? undefined : countAt(body, place)
    return {
      agents: at(agents),
      hosts: at(hosts),
      serving: at(autoscale?.serving ?? hosts),
      died: at(autoscale?.died),
    }
  }

  /** @throws the signal's reason, from when on it only lets agents go */
  throwIfHalted(): void {
    this.#signal?.throwIfAborted()
  }

  /** Sends one request, and says how it ended. @param intendedMs see `Asker.ask` @param readyMs see `Asker.ask` */
  ask(request: HttpRequest, variables: Variables, intendedMs: number, readyMs?: number): Promise<Answer> {
    return this.#asker.ask(request, variables, intendedMs, readyMs)
  }
}
