import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { faulty, named } from '../http/asker.ts'
import type { Answer, Asker } from '../http/asker.ts'
import { countAt, itemsAt, valuesAt, valuesIn } from '../http/places.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Fault, Outcome } from '../loops/operation.ts'
import type { SwarmsRequests } from './swarms-requests.ts'

/** A swarm that the target runs. */
export interface Swarm {
  id: string
  members: readonly string[]
}

/** Who leads a swarm, as the store has it. */
export interface Leader {
  holder: string
  term: number
}

/** What came of asking a member to act as the leader. */
export interface Acted {
  startMs: number
  endMs: number
  isAccepted: boolean
  /** Absent where the answer tells none. */
  term: number | undefined
  counter: number | undefined
}

/** Asks a target for its swarms. */
export class SwarmClient {
  readonly requests: SwarmsRequests
  readonly #asker: Asker
  readonly #clock: Clock

  /** Asks for nothing yet. */
  constructor(requests: SwarmsRequests, asker: Asker, clock: Clock) {
    this.requests = requests
    this.#asker = asker
    this.#clock = clock
  }

  /** Creates a swarm. @returns how that ended, and the swarm where it has an id, with as many members as it has */
  async create(members: number): Promise<{ outcome: Outcome; swarm?: Swarm }> {
    const { request, id: place, members: places } = this.requests.create
    const { outcome, body } = await this.#ask(request, { members: String(members), key: randomUUID() })
    if (outcome.fault) return { outcome: named('create', outcome) }
    const [id] = valuesAt(body, place)
    if (id === undefined) return { outcome: faulty(outcome, wrong('create: no id', body)) }
    const swarm = { id, members: valuesAt(body, places) }
    const missing = members - swarm.members.length
    const fault = missing === 0 ? undefined : wrong('create: not as many members as asked for', body)
    return { outcome: { ...outcome, fault }, swarm }
  }

  /** Removes a swarm. */
  async remove({ id }: Swarm): Promise<void> {
    await this.#ask(this.requests.remove, { swarm: id })
  }

  /** @returns who leads each of the swarms that have a leader, by their ids; and why it is not known, where it is not */
  async leaders(swarms: readonly Swarm[]): Promise<{ leaders: Map<string, Leader>; fault?: Fault }> {
    const { request, swarms: list } = this.requests.leader
    const told = list === undefined ? await this.#each(swarms, request) : await this.#all(request, list)
    return {
      leaders: new Map(told.flatMap(({ id, leader }) => (leader ? [[id, leader] as const] : []))),
      ...told.flatMap(({ fault }) => (fault ? [{ fault }] : []))[0],
    }
  }

  /** Has members send each other messages. @returns how that ended, and how many of them have come */
  async exchange(
    { id }: Swarm,
    count: number,
    intendedMs: number,
  ): Promise<{ outcome: Outcome; delivered: number }> {
    const { messages } = this.requests
    if (!messages) throw new TypeError('The target has no messages of swarms.')
    const variables = { swarm: id, count: String(count), key: randomUUID() }
    const { outcome, body } = await this.#asker.ask(messages.request, variables, intendedMs)
    if (outcome.fault) return { outcome, delivered: 0 }
    if (messages.delivered === undefined) return { outcome, delivered: count }
    const delivered = countAt(body, messages.delivered)
    if (delivered !== undefined) return { outcome, delivered: Math.min(count, delivered) }
    return { outcome: faulty(outcome, wrong('messages: not told how many have come', body)), delivered: 0 }
  }

  /** Has a member act as the leader; `undefined` where the target has no such act, or nothing was answered. */
  async act({ id }: Swarm, member: string): Promise<Acted | undefined> {
    const { act } = this.requests.leader
    if (!act) return undefined
    const { outcome, body, status } = await this.#ask(act.request, { swarm: id, member })
    if (status === undefined) return undefined
    const { startMs, endMs, fault } = outcome
    const counter = act.counter === undefined ? undefined : countAt(body, act.counter)
    return { startMs, endMs, isAccepted: !fault, term: countAt(body, act.term), counter }
  }

  /** Asks for a change of a member. @returns what went wrong, if anything */
  async change(request: HttpRequest, { id }: Swarm, member: string): Promise<Fault | undefined> {
    return (await this.#ask(request, { swarm: id, member })).outcome.fault
  }

  /** Saves the state of a swarm. */
  async save(request: HttpRequest, { id }: Swarm, value: string): Promise<Outcome> {
    return (await this.#ask(request, { swarm: id, value })).outcome
  }

  /** @returns the state of a swarm; a fault where it can't be read for now. What there is not any more has neither. */
  async load({ get, value }: NonNullable<SwarmsRequests['state']>, { id }: Swarm): Promise<Loaded> {
    const { outcome, body, status } = await this.#ask(get, { swarm: id })
    if (status === 404 || status === 410) return { value: undefined }
    return outcome.fault ? { fault: outcome.fault } : { value: valuesAt(body, value)[0] }
  }

  #ask(request: HttpRequest, variables: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#asker.ask(request, variables, this.#clock.nowMs())
  }

  async #all(request: HttpRequest, list: string): Promise<Told[]> {
    const { outcome, body } = await this.#ask(request, {})
    if (outcome.fault) return [{ id: '', fault: outcome.fault }]
    return itemsAt(body, list).map(item => ({
      id: valuesIn(item, this.requests.leader.id ?? 'id')[0] ?? '',
      leader: this.#leaderIn(place => valuesIn(item, place)),
    }))
  }

  async #each(swarms: readonly Swarm[], request: HttpRequest): Promise<Told[]> {
    return Promise.all(
      swarms.map(async ({ id }) => {
        const { outcome, body } = await this.#ask(request, { swarm: id })
        if (outcome.fault) return { id, fault: outcome.fault }
        return { id, leader: this.#leaderIn(place => valuesAt(body, place)) }
      }),
    )
  }

  #leaderIn(read: (place: string) => string[]): Leader | undefined {
    const [holder] = read(this.requests.leader.leader)
    const term = Number(read(this.requests.leader.term)[0])
    return holder === undefined || Number.isNaN(term) ? undefined : { holder, term }
  }
}

interface Told {
  id: string
  leader?: Leader | undefined
  fault?: Fault
}

/** What came of reading a state. */
export type Loaded = { value: string | undefined; fault?: undefined } | { fault: Fault }

const wrong = (cause: string, example: string): Fault => ({ kind: 'answer', cause, example })
