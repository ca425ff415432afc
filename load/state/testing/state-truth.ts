import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { listening } from '../../testing/listening.ts'
import type { StateRequests } from '../state-requests.ts'

/** What a store of states of known behaviour does wrong. */
export interface StateTruth {
  /** Each so-manieth read is no hit. Default: all are. */
  missesEvery?: number
  /** How long a miss, and a read past the cache, take, ms. Default 0. */
  missMs?: number
  /** Each so-manieth save of all is taken and lost. Default: none. */
  losesEvery?: number
  /** How long a save takes, ms. Default 0. */
  saveMs?: number
  /** Saves are refused. */
  refusesSaves?: boolean
  /** Reads past the cache give a text that is no number. */
  isGarbled?: boolean
  /** Reads, but for those past the cache, give what was saved first. */
  isStale?: boolean
  /** Each so-manieth read, but for those past the cache, gives what was saved before the last. Default: none. */
  goesBackEvery?: number
  /** Reads, but for those past the cache, give a number that is so much greater. Default 0. */
  aheadBy?: number
  /** Hears of each request's path as it comes. Default: nobody does. */
  sees?: (path: string) => void
  /** How long a write waited for a connection, as it tells, ms. Default 7. */
  waitMs?: number
}

/** How it is spoken to. */
export const stateRequests: StateRequests = {
  save: {
    method: 'POST',
    path: '/put?who={{agent}}',
    headers: { 'content-type': 'text/plain' },
    bodies: ['{{value}}'],
  },
  read: { method: 'GET', path: '/get?who={{agent}}' },
  value: 'is.0',
  fresh: { method: 'GET', path: '/get?who={{agent}}&past=cache' },
  told: { header: 'X-Served-From', hit: 'HIT' },
  write: { request: { method: 'POST', path: '/write?who={{agent}}' }, wait: 'pool' },
  remove: { method: 'DELETE', path: '/all?who={{agent}}' },
}

/** Lets a store of known behaviour run while it is used. `left` tells of whom it has anything. */
export function withStates<Result>(
  truth: StateTruth,
  use: (origin: string, left: () => string[]) => Promise<Result>,
): Promise<Result> {
  const written = new Set<string>()
  const first = new Map<string, string>()
  const last = new Map<string, string>()
  const before = new Map<string, string>()
  let reads = 0
  let saves = 0
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://truth')
      truth.sees?.(pathname)
      const body = await text(request)
      const who = searchParams.get('who') ?? ''
      if (pathname === '/all') {
        for (const kept of [written, first, last, before]) kept.delete(who)
        response.writeHead(204).end()
        return
      }
      if (pathname === '/write') {
        written.add(who)
        response.setHeader('server-timing', `pool;dur=${truth.waitMs ?? 7}`).end()
        return
      }
      if (pathname === '/put' && truth.refusesSaves) {
        response.writeHead(503).end()
        return
      }
      if (pathname === '/put') {
        await delay(truth.saveMs ?? 0)
        const isLost = truth.losesEvery !== undefined && ++saves % truth.losesEvery === 0
        if (!first.has(who)) first.set(who, body)
        if (!isLost) {
          before.set(who, last.get(who) ?? body)
          last.set(who, body)
        }
        response.end()
        return
      }
      const isPast = searchParams.has('past')
      const isMiss = isPast || (truth.missesEvery !== undefined && ++reads % truth.missesEvery === 0)
      if (isMiss) await delay(truth.missMs ?? 0)
      const goesBack = truth.goesBackEvery !== undefined && ++reads % truth.goesBackEvery === 0
      const from = isPast ? last : truth.isStale ? first : goesBack ? before : last
      const kept = from.get(who)
      const isAhead = kept !== undefined && !isPast && truth.aheadBy !== undefined
      const isGarbled = isPast && truth.isGarbled
      const value = isGarbled ? 'torn' : isAhead ? `${Number(kept) + (truth.aheadBy ?? 0)}` : kept
      response
        .writeHead(value === undefined ? 404 : 200, {
          'x-served-from': isMiss ? 'origin' : 'hit from edge 1',
        })
        .end(JSON.stringify({ is: [value] }))
    }
    void serve()
  })
  return listening(server, origin => use(origin, () => [...written, ...last.keys()]))
}
