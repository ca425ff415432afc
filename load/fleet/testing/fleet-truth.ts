import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { noteAsked } from '../../testing/asked.ts'
import type { Asked } from '../../testing/asked.ts'
import { listening } from '../../testing/listening.ts'
import type { FleetRequests } from '../fleet-requests.ts'
import { Boxes } from './truth-pool.ts'
import type { TruthPool } from './truth-pool.ts'

/** What a fleet of known behaviour does. */
export interface Truth {
  /** An agent is up so long after it was asked for, ms. Default 0. */
  upAfterMs?: number
  /** Each n-th agent never comes up. Default none. */
  neverEvery?: number
  /** Each n-th agent takes its messages once it is up, and never answers. Default none. */
  muteEvery?: number
  /** From so many agents on it refuses more. Default none. */
  most?: number
  /** How its answer to a request for agents is other than it should be. */
  ids?: 'twice' | 'one missing' | 'none' | 'one too many'
  /** The same agent is handed out to all. Default each once. */
  handsOutOne?: boolean
  /** It answers so much later who gives an agent back, ms. Default 0. */
  takesBackInMs?: number
  /** So many agents stay when they are let go: the first. Default 0. */
  stay?: number
  /** An agent that is let go goes so much later, ms. Default 0. */
  goesAfterMs?: number
  /** Each n-th that is let go goes, and the answer is this status. Default none, and 500. */
  wrongRelease?: { every: number; status?: number }
  /** So many agents are there from the start, which others have begun. Default 0. */
  others?: number
  /** How its boxes follow its agents. Default: one for all. */
  pool?: TruthPool
  /** It refuses the n-th time that it is asked to stop. Default never. */
  refusesStop?: number
  /** It answers at once who stops it, and all goes so much later, ms, with what has come meanwhile. Default: before it answers. */
  stopsAfterMs?: number
  /** What it says of its agents in place of their number. */
  nonsense?: string
  /** It answers the first questions about its pool with 500: so many. Default 0. */
  poolFails?: number
  /** It answers them with 500 once it has begun more agents than that. Default never. */
  poolFailsBeyond?: number
}

/** How it is spoken to: paths, ids and places of its own. */
export const truthRequests: FleetRequests = {
  spawn: {
    request: { method: 'PUT', path: '/v2/workers?n={{count}}', bodies: ['{"once":"{{key}}"}'] },
    ids: 'data.workers.*.uid',
    atOnce: 50,
  },
  message: {
    request: { method: 'POST', path: '/v2/say/{{agent}}', bodies: ['{"say":"hi"}'] },
    notYet: [425],
  },
  allocate: {
    request: { method: 'GET', path: '/v2/free' },
    id: 'uid',
    giveBack: { method: 'DELETE', path: '/v2/taken/{{agent}}' },
  },
  release: { method: 'DELETE', path: '/v2/workers/{{agent}}' },
  stop: { method: 'DELETE', path: '/v2' },
  pool: { request: { method: 'GET', path: '/v2/pool' }, agents: 'counts.all', hosts: 'boxes' },
}

/** Lets a fleet of known behaviour run while it is used: it is polled, and its ids are numbers. */
export function withFleet<Result>(
  truth: Truth,
  use: (origin: string, asked: Asked) => Promise<Result>,
): Promise<Result> {
  const asked: Asked = new Map()
  return listening(createServer(answersFleet(truth, asked).answers), origin => use(origin, asked))
}

/**
 * The same as the part of a server that answers paths below `/v2`; `agents` tells how many there are.
 *
 * @param asked notes what it was asked
 */
export function answersFleet(
  truth: Truth,
  asked: Asked = new Map(),
): { answers: RequestListener; agents: () => number } {
  const fleet = new TruthFleet(truth)
  return {
    answers: (request, response) => void serve(fleet, asked, request, response),
    agents: () => fleet.agents,
  }
}

async function serve(fleet: TruthFleet, asked: Asked, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://truth')
  const [, , what = '', id = ''] = pathname.split('/')
  const place = `${request.method} ${what}`
  noteAsked(asked, place, (await text(request)) || id)
  const { status, body } = fleet.answer(place, id, Number(searchParams.get('n')))
  if (place === 'POST say' && fleet.isMute(id)) return
  if (place === 'DELETE taken') await delay(fleet.takesBackInMs)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

class TruthFleet {
  readonly #truth: Truth
  readonly #upAtMs = new Map<string, number>()
  readonly #free = new Set<string>()
  #born = 0
  #staying: number
  #poolAsked = 0
  #stops = 0
  #released = 0
  readonly #boxes: Boxes

  constructor(truth: Truth) {
    this.#truth = truth
    this.#staying = truth.stay ?? 0
    this.#boxes = new Boxes(truth.pool ?? {})
    for (let other = 0; other < (truth.others ?? 0); other++) this.#upAtMs.set(`other-${other}`, 0)
  }

  isMute(id: string): boolean {
    const { muteEvery } = this.#truth
    const isUp = (this.#upAtMs.get(id) ?? 0) <= performance.now()
    return muteEvery !== undefined && isUp && Number(id) % muteEvery === 0
  }

  get takesBackInMs(): number {
    return this.#truth.takesBackInMs ?? 0
  }

  get agents(): number {
    return this.#upAtMs.size
  }

  answer(place: string, id: string, count: number): { status: number; body: unknown } {
    switch (place) {
      case 'PUT workers':
        return this.#spawn(count)
      case 'POST say':
        return this.#say(id)
      case 'GET free':
        return this.#handOut()
      case 'DELETE taken':
        this.#free.add(id)
        return { status: 200, body: {} }
      case 'DELETE workers':
        return this.#release(id)
      case 'DELETE ':
        if (++this.#stops === this.#truth.refusesStop) return { status: 503, body: {} }
        return this.#stop()
      case 'GET pool':
        if (this.#isPoolDown()) return { status: 500, body: {} }
        return {
          status: 200,
          body: {
            counts: { all: this.#truth.nonsense ?? this.#upAtMs.size },
            ...this.#boxes.tell(this.#upAtMs.size),
          },
        }
      default:
        return { status: 404, body: {} }
    }
  }

  #stop(): { status: number; body: unknown } {
    const { stopsAfterMs } = this.#truth
    const end = (): void => {
      this.#upAtMs.clear()
      this.#free.clear()
    }
    if (stopsAfterMs === undefined) end()
    else if (stopsAfterMs < Number.POSITIVE_INFINITY) setTimeout(end, stopsAfterMs).unref()
    return { status: 202, body: {} }
  }

  #release(id: string): { status: number; body: unknown } {
    const { goesAfterMs } = this.#truth
    const stays = this.#staying-- > 0
    if (!stays && goesAfterMs === undefined) this.#upAtMs.delete(id)
    if (!stays && goesAfterMs !== undefined) setTimeout(() => this.#upAtMs.delete(id), goesAfterMs).unref()
    this.#free.delete(id)
    const { every, status = 500 } = this.#truth.wrongRelease ?? { every: Number.POSITIVE_INFINITY }
    return { status: ++this.#released % every === 0 ? status : 200, body: {} }
  }

  #isPoolDown(): boolean {
    const { poolFails = 0, poolFailsBeyond = Number.POSITIVE_INFINITY } = this.#truth
    return ++this.#poolAsked <= poolFails || this.#born > poolFailsBeyond
  }

  #spawn(count: number): { status: number; body: unknown } {
    const { most = Number.POSITIVE_INFINITY, upAfterMs = 0, neverEvery = 0, ids } = this.#truth
    if (this.#upAtMs.size + count > most) return { status: 503, body: { why: 'full' } }
    const uids = Array.from({ length: count }, () => {
      this.#born++
      const isNever = neverEvery > 0 && this.#born % neverEvery === 0
      this.#upAtMs.set(String(this.#born), isNever ? Number.POSITIVE_INFINITY : performance.now() + upAfterMs)
      this.#free.add(String(this.#born))
      return this.#born
    })
    const born = [...uids]
    if (ids === 'twice') uids[1] = uids[0] ?? 0
    if (ids === 'one missing') uids.pop()
    if (ids === 'one too many') uids.push(uids.length + 1e6)
    if (ids === 'none') uids.length = 0
    // Nobody can let an agent go whose id was not told.
    for (const uid of born) if (!uids.includes(uid)) this.#upAtMs.delete(String(uid))
    if (ids === 'none') return { status: 200, body: { data: 'ok' } }
    return { status: 200, body: { data: { workers: uids.map(uid => ({ uid })) } } }
  }

  #say(id: string): { status: number; body: unknown } {
    const atMs = this.#upAtMs.get(id)
    if (atMs === undefined) return { status: 404, body: {} }
    return performance.now() < atMs ? { status: 425, body: {} } : { status: 200, body: { said: 'hi' } }
  }

  #handOut(): { status: number; body: unknown } {
    const [uid] = this.#free
    if (uid === undefined) return { status: 404, body: {} }
    if (!this.#truth.handsOutOne) this.#free.delete(uid)
    return { status: 200, body: { uid: Number(uid) } }
  }
}
