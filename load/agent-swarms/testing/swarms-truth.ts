import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { listening } from '../../testing/listening.ts'
import type { SwarmsRequests } from '../swarms-requests.ts'

/** What swarms of known behaviour do. */
export interface SwarmsTruth {
  /** Each n-th swarm comes up a member short; never elects a leader; is refused. */
  shortEvery?: number
  leaderlessEvery?: number
  refusesEvery?: number
  /** How long messages take, ms; each n-th request delivers one less. */
  messagesMs?: number
  losesEvery?: number
  /** How long after a loss another leads, ms. Default 30. */
  electionMs?: number
  /** Members act in whatever term they have. */
  isUnfenced?: boolean
  /** What the term counter goes up by with each election. Default 1. */
  counts?: number
  /** Acts tell the term counter. Default yes. */
  tellsCounter?: boolean
  /** Acts tell their term. Default yes. */
  tellsTerm?: boolean
  /** Nobody is killed or frozen who is to be. */
  isImmortal?: boolean
}

/** How they are asked for. */
export const swarmsRequests: SwarmsRequests = {
  create: {
    request: { method: 'POST', path: '/squads', bodies: ['{"size":{{members}},"key":"{{key}}"}'] },
    id: 'squad.no',
    members: 'squad.agents.*.name',
  },
  remove: { method: 'DELETE', path: '/squads/{{swarm}}' },
  leader: {
    request: { method: 'GET', path: '/squads' },
    swarms: 'squads.*',
    id: 'no',
    leader: 'chief.name',
    term: 'chief.term',
    leaseMs: 20,
    act: {
      request: { method: 'POST', path: '/squads/{{swarm}}/act/{{member}}' },
      term: 'term',
      counter: 'counter',
    },
    kill: { method: 'POST', path: '/squads/{{swarm}}/kill/{{member}}' },
    freeze: {
      stop: { method: 'POST', path: '/squads/{{swarm}}/stop/{{member}}' },
      goOn: { method: 'POST', path: '/squads/{{swarm}}/cont/{{member}}' },
    },
  },
  messages: {
    request: { method: 'POST', path: '/squads/{{swarm}}/messages', bodies: ['{"count":{{count}}}'] },
    delivered: 'come',
    perRequest: 5,
  },
  state: {
    save: { method: 'PUT', path: '/squads/{{swarm}}/notes', bodies: ['{"text":"{{value}}"}'] },
    get: { method: 'GET', path: '/squads/{{swarm}}/notes' },
    value: 'text',
  },
}

/** What runs behind the address. */
export interface TruthSwarms {
  /** The states, all that each has had, by the swarm. Who reads gets the last. */
  states: Map<string, string[]>
  /** Whether states can't be read now; how many were not for that. */
  isAway: boolean
  refused: number
  /** Swarms that are there. */
  left: () => number
}

/** Lets a target with such swarms run while it is used. */
export function withSwarms<Result>(
  truth: SwarmsTruth,
  use: (origin: string, swarms: TruthSwarms) => Promise<Result>,
): Promise<Result> {
  const squads = new Map<string, Squad>()
  const states = new Map<string, string[]>()
  const swarms: TruthSwarms = { states, isAway: false, refused: 0, left: () => squads.size }
  let asked = 0
  let sent = 0

  const answer = async (request: IncomingMessage): Promise<readonly [status: number, body: unknown]> => {
    const [, , no = '', verb = '', name = ''] = (request.url ?? '').split('/')
    const body =
      request.method === 'POST' || request.method === 'PUT'
        ? ((await json(request).catch(() => ({}))) as Record<string, unknown>)
        : {}
    if (no === '' && request.method === 'POST') {
      asked++
      if (isNth(asked, truth.refusesEvery)) return [503, {}]
      const size = Number(body['size']) - (isNth(asked, truth.shortEvery) ? 1 : 0)
      const squad = new Squad(size, truth, !isNth(asked, truth.leaderlessEvery))
      squads.set(String(asked), squad)
      return [201, { squad: { no: String(asked), agents: squad.names.map(one => ({ name: one })) } }]
    }
    if (no === '') return [200, { squads: [...squads].map(([id, { chief }]) => ({ no: id, chief })) }]
    const squad = squads.get(no)
    if (!squad) return [404, {}]
    if (request.method === 'DELETE') return [squads.delete(no) ? 204 : 404, undefined]
    switch (verb) {
      case 'messages': {
        const lost = isNth(++sent, truth.losesEvery) ? 1 : 0
        await delay(truth.messagesMs ?? 0)
        return [200, { come: Number(body['count']) - lost }]
      }
      case 'notes': {
        if (swarms.isAway) {
          swarms.refused++
          return [503, {}]
        }
        const all = states.get(no) ?? []
        if (request.method === 'GET') return all.length > 0 ? [200, { text: all.at(-1) }] : [404, {}]
        states.set(no, [...all, String(body['text'])])
        return [204, undefined]
      }
      case 'act':
        return squad.act(name)
      default:
        if (truth.isImmortal !== true) squad.change(verb, name)
        return [204, undefined]
    }
  }

  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? undefined : JSON.stringify(body)),
    )
  })
  return listening(server, origin => use(origin, swarms))
}

const isNth = (count: number, every: number | undefined): boolean =>
  every !== undefined && count % every === 0

/** A swarm of the truth. */
class Squad {
  readonly names: readonly string[]
  readonly #truth: SwarmsTruth
  readonly #dead = new Set<string>()
  readonly #frozen = new Map<string, PromiseWithResolvers<void>>()
  readonly #terms = new Map<string, number>()
  #counter = 0
  chief: { name: string; term: number } | undefined

  constructor(size: number, truth: SwarmsTruth, elects: boolean) {
    this.names = Array.from({ length: size }, (_, index) => `agent-${index}`)
    this.#truth = truth
    if (elects) {
      this.#counter = 5
      this.#lead(this.names[0] ?? '')
    }
  }

  async act(name: string): Promise<readonly [number, unknown]> {
    if (this.#dead.has(name)) return [410, {}]
    const term = this.#terms.get(name)
    await this.#frozen.get(name)?.promise
    if (term === undefined) return [409, {}]
    const counter = this.#truth.tellsCounter === false ? {} : { counter: this.#counter }
    const isAccepted = this.#truth.isUnfenced === true || term === this.#counter
    const told = this.#truth.tellsTerm === false ? {} : { term }
    return [isAccepted ? 200 : 409, { ...told, ...counter }]
  }

  change(verb: string, name: string): void {
    if (verb === 'cont') {
      this.#frozen.get(name)?.resolve()
      this.#frozen.delete(name)
      return
    }
    if (verb === 'kill') this.#dead.add(name)
    else this.#frozen.set(name, Promise.withResolvers())
    if (this.chief?.name !== name) return
    setTimeout(() => {
      const next = this.names.find(one => one !== name && !this.#dead.has(one) && !this.#frozen.has(one))
      this.#counter += this.#truth.counts ?? 1
      this.#lead(next ?? '')
    }, this.#truth.electionMs ?? 30)
  }

  #lead(name: string): void {
    this.#terms.set(name, this.#counter)
    this.chief = { name, term: this.#counter }
  }
}
