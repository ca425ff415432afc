import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One request as the server saw it. */
export interface ServedRequest {
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** Time from the request's arrival to the end of its answer; absent while there is none. */
  serviceMs?: number
}

export interface TruthServer {
  origin: string
  /** Every request, in the order of arrival. */
  served: ServedRequest[]
  /** Connections that the server has closed. */
  closed(): number
  stop(): Promise<void>
}

export interface TruthServerOptions {
  /** Stops answering for a while, counted from the first request, and then answers all that it held. */
  freeze?: { afterMs: number; forMs: number }
  /** Ends each connection right after this many answers, without saying so before. */
  closeAfter?: number
}

/**
 * A server that does as the query says, and writes down what it did: `?delayMs=50` waits, `?status=500` answers so, `?hangEvery=2`
 * never answers every second request.
 */
export async function startTruthServer(options: TruthServerOptions = {}): Promise<TruthServer> {
  const served: ServedRequest[] = []
  const held: (() => void)[] = []
  const answers = new WeakMap<Socket, number>()
  let freeze: NodeJS.Timeout | undefined
  let frozen = false
  let closed = 0

  const release = (): void => {
    frozen = false
    for (const answer of held.splice(0)) answer()
  }
  const beginFreeze = ({ afterMs, forMs }: NonNullable<TruthServerOptions['freeze']>): void => {
    freeze ??= setTimeout(() => {
      frozen = true
      setTimeout(release, forMs)
    }, afterMs)
  }
  const finish = (response: ServerResponse, status: number, one: ServedRequest, atMs: number): void => {
    const { socket } = response
    response.statusCode = status
    response.end('ok')
    one.serviceMs = performance.now() - atMs
    if (!socket) return
    const count = (answers.get(socket) ?? 0) + 1
    answers.set(socket, count)
    if (count === options.closeAfter) {
      closed++
      socket.end()
    }
  }

  const server = createServer((request, response) => {
    const atMs = performance.now()
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const ask = (name: string): number => Number(url.searchParams.get(name) ?? 0)
    const one: ServedRequest = { path: url.pathname, headers: request.headers, body: '' }
    served.push(one)
    request.on('data', (chunk: Buffer) => (one.body += chunk.toString()))
    if (options.freeze) beginFreeze(options.freeze)
    if (ask('hangEvery') > 0 && served.length % ask('hangEvery') === 0) return
    const answer = (): void => finish(response, ask('status') || 200, one, atMs)
    if (frozen) held.push(answer)
    else if (ask('delayMs') > 0) setTimeout(answer, ask('delayMs'))
    else answer()
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    closed: () => closed,
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
