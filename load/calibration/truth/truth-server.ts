import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../clock.ts'

/** One request as the server saw it. */
export interface ServedRequest {
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** What the server meant to do with it: see `startTruthServer`. */
  manner: 'answer' | 'stall' | 'hang'
  /** Epoch milliseconds at which the request's head had been read. */
  arrivedMs: number
  /** Of the answer; absent while there is none. */
  status?: number
  /** Milliseconds from the request's arrival until its answer was sent; absent while it was not. */
  serviceMs?: number
}

/** A stretch of time, epoch milliseconds. */
export interface Stretch {
  startMs: number
  endMs: number
}

export interface TruthServer {
  origin: string
  /** Every request, in the order of arrival. */
  served: ServedRequest[]
  /** When the server closed a connection, epoch milliseconds: once for each. */
  closesMs: number[]
  /** The freezes that are over. */
  freezes: Stretch[]
  stop(): Promise<void>
}

/** What a truth server does whatever it is asked. Serialisable. */
export interface TruthServerOptions {
  /**
   * Stops answering requests of a path for a while, counted from the first of them, and then answers all that fell due meanwhile. Default
   * never.
   */
  freeze?: { path: string; afterMs: number; forMs: number }
  /** Ends each connection right after this many answers, without saying so before. Default never. */
  closeAfter?: number
}

/** How a request is answered. */
type Manner = { kind: 'answer'; delayMs: number; status: number } | { kind: 'stall' } | { kind: 'hang' }

/**
 * What a request's query asks for. Every n-th request of a path is told apart, the first that holds of these:
 *
 * | query | does |
 * |---|---|
 * | `hangEvery=n` | never answers it |
 * | `stallEvery=n` | answers its head, and a body that never ends |
 * | `failEvery=n&failMs=1` | answers 503 after that time |
 * | `slowEvery=n&slowMs=200` | answers after that time |
 * | `delayMs=50&status=200` | answers all others so; by default at once, with 200 |
 */
function mannerOf(query: URLSearchParams, count: number): Manner {
  const ask = (name: string): number => Number(query.get(name) ?? 0)
  const strikes = (name: string): boolean => ask(name) > 0 && count % ask(name) === 0
  if (strikes('hangEvery')) return { kind: 'hang' }
  if (strikes('stallEvery')) return { kind: 'stall' }
  if (strikes('failEvery')) return { kind: 'answer', delayMs: ask('failMs'), status: 503 }
  return {
    kind: 'answer',
    delayMs: strikes('slowEvery') ? ask('slowMs') : ask('delayMs'),
    status: ask('status') || 200,
  }
}

/** A server that does as each request's query says, and writes down what it did. It listens on a free loopback port. */
export async function startTruthServer(
  options: TruthServerOptions = {},
  clock: Clock = systemClock,
): Promise<TruthServer> {
  const served: ServedRequest[] = []
  const closesMs: number[] = []
  const freezes: Stretch[] = []
  const held: (() => void)[] = []
  const requestsOf = new Map<string, number>()
  const answersOf = new WeakMap<Socket, number>()
  let freeze: NodeJS.Timeout | undefined
  let frozenSinceMs: number | undefined

  const release = (): void => {
    freezes.push({ startMs: frozenSinceMs ?? 0, endMs: clock.nowMs() })
    frozenSinceMs = undefined
    for (const answer of held.splice(0)) answer()
  }
  const beginFreeze = ({ afterMs, forMs }: NonNullable<TruthServerOptions['freeze']>): void => {
    freeze ??= setTimeout(() => {
      frozenSinceMs = clock.nowMs()
      setTimeout(release, forMs)
    }, afterMs)
  }
  const finish = (response: ServerResponse, status: number, one: ServedRequest): void => {
    const { socket } = response
    // The client is gone, or wrote to a connection that was closed: nothing can be answered.
    if (!socket?.writable) return
    response.statusCode = status
    one.status = status
    // Read before it is sent: the client may have it before this process runs again.
    one.serviceMs = clock.nowMs() - one.arrivedMs
    response.end('ok')
    const count = (answersOf.get(socket) ?? 0) + 1
    answersOf.set(socket, count)
    if (count !== options.closeAfter) return
    closesMs.push(clock.nowMs())
    socket.end()
  }
  const answer = (manner: Manner, response: ServerResponse, one: ServedRequest): void => {
    switch (manner.kind) {
      case 'hang':
        return
      case 'stall':
        response.writeHead(200)
        response.write('o')
        one.status = 200
        return
      case 'answer': {
        const due = (): void => {
          const end = (): void => finish(response, manner.status, one)
          if (frozenSinceMs !== undefined && one.path === options.freeze?.path) held.push(end)
          else end()
        }
        if (manner.delayMs > 0) setTimeout(due, manner.delayMs)
        else due()
      }
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const path = url.pathname
    const count = (requestsOf.get(path) ?? 0) + 1
    requestsOf.set(path, count)
    const manner = mannerOf(url.searchParams, count)
    const one: ServedRequest = {
      path,
      headers: request.headers,
      body: '',
      manner: manner.kind,
      arrivedMs: clock.nowMs(),
    }
    served.push(one)
    request.on('data', (chunk: Buffer) => (one.body += chunk.toString()))
    if (options.freeze?.path === path) beginFreeze(options.freeze)
    answer(manner, response, one)
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    closesMs,
    freezes,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** @returns an origin on which nothing listens: a port that was free a moment ago */
export async function closedOrigin(): Promise<string> {
  const server = await startTruthServer()
  await server.stop()
  return server.origin
}
