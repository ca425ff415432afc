import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../clock.ts'
import type { AgentUpdate } from '../../swarm/protocol.ts'

/**
 * A wrong that the hub does on purpose to one update in `every`, to the `at`-th of them (0 to `every - 1`; default the last):
 * `drop` passes it over, `repeat` sends it so many `times` (default 2), `swap` sends it after the agent's next one, `delay` holds it back, `garbage` sends a frame
 * before it that nobody can read.
 */
export type Mischief = { every: number; at?: number } & (
  | { kind: 'drop' }
  | { kind: 'repeat'; times?: number }
  | { kind: 'swap' }
  | { kind: 'garbage' }
  | { kind: 'delay'; forMs: number }
)

/** What a hub does wrong. Serialisable. */
export interface HubScript {
  /** Where several strike the same update, the first does. Default none. */
  mischief?: Mischief[]
  /** Updates after this many are passed on as they are, so that what was held back arrives before the end. Default never. */
  calmAfter?: number
  /** How a peer's clock goes that is asked for its time at `/clock`. Default as ours. */
  clock?: { offsetMs: number; driftPpm: number }
}

export interface TruthHubOptions extends HubScript {
  /** Where it listens. Default: loopback. */
  host?: string
  /** Handshakes answered with 401. */
  refuse?(request: IncomingMessage): boolean
}

/** An update that went out to the viewers, once. */
export interface Passed {
  agent: number
  seq: number
  /** Milliseconds from its arrival to when it was sent. */
  heldMs: number
}

export interface TruthHub {
  origin: string
  /** Every update received, in order. */
  received: AgentUpdate[]
  dropped: AgentUpdate[]
  repeated: AgentUpdate[]
  /** What was sent to every viewer, in order. */
  passed: Passed[]
  /** Headers of every handshake that was accepted. */
  handshakes: IncomingMessage['headers'][]
  viewers: HubViewer[]
  /** Milliseconds that the peer's clock is ahead at a time (epoch ms). */
  offsetAtMs(atMs: number): number
  /** @returns once this many updates have been received */
  untilReceived(count: number): Promise<void>
  /** @returns once so many viewers have come, those that are gone among them */
  untilViewers(count: number): Promise<void>
  stop(): Promise<void>
}

/** A viewer as the hub has it, by WebSocket or by server-sent events. */
export interface HubViewer {
  send(frame: string): void
  /** @param code of the WebSocket's close; a stream just ends */
  close(code: number): void
  /** Cuts it. */
  terminate(): void
}

/**
 * A server that passes what agents say (WebSocket at `/agent`) on to every viewer (WebSocket at `/viewer`, server-sent events at `/events`),
 * each update in a frame of its own, does wrong what it is told to, and writes down what it did. A text sent to `/clock` is answered with the
 * peer's time. It listens on a free loopback port.
 */
export async function startTruthHub(
  options: TruthHubOptions = {},
  clock: Clock = systemClock,
): Promise<TruthHub> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  const news = new EventEmitter()
  const viewers: HubViewer[] = []
  const received: AgentUpdate[] = []
  const dropped: AgentUpdate[] = []
  const repeated: AgentUpdate[] = []
  const passed: Passed[] = []
  const handshakes: IncomingMessage['headers'][] = []
  /** For each agent, what goes out after its next update. */
  const swapped = new Map<number, (() => void)[]>()
  const startMs = clock.nowMs()

  const offsetAtMs = (atMs: number): number => {
    const { offsetMs, driftPpm } = options.clock ?? { offsetMs: 0, driftPpm: 0 }
    return offsetMs + ((atMs - startMs) * driftPpm) / 1e6
  }
  const broadcast = (frame: string): void => {
    for (const viewer of viewers) viewer.send(frame)
  }
  const mischiefOf = (count: number): Mischief | undefined =>
    count > (options.calmAfter ?? Number.POSITIVE_INFINITY)
      ? undefined
      : options.mischief?.find(({ every, at = every - 1 }) => (count - 1) % every === at)
  const take = (frame: string): void => {
    const arrivedMs = clock.nowMs()
    const update = JSON.parse(frame) as AgentUpdate
    const { agent, seq } = update
    const pass = (): void => {
      passed.push({ agent, seq, heldMs: clock.nowMs() - arrivedMs })
      broadcast(frame)
    }
    received.push(update)
    const overtaken = swapped.get(agent)
    swapped.delete(agent)
    wrong(mischiefOf(received.length), update, pass)
    for (const one of overtaken ?? []) one()
    news.emit('received')
  }
  const wrong = (mischief: Mischief | undefined, update: AgentUpdate, pass: () => void): void => {
    switch (mischief?.kind) {
      case 'drop':
        dropped.push(update)
        return
      case 'delay':
        setTimeout(pass, mischief.forMs)
        return
      case 'swap':
        swapped.set(update.agent, [pass])
        return
      case 'repeat':
        for (let more = 1; more < (mischief.times ?? 2); more++) {
          repeated.push(update)
          pass()
        }
        break
      case 'garbage':
        broadcast(`not JSON ${received.length}`)
        break
      case undefined:
    }
    pass()
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (options.refuse?.(request)) {
      response.writeHead(401).end()
      return
    }
    if (request.url !== '/events') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('This is no stream.')
      return
    }
    handshakes.push(request.headers)
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders()
    viewers.push({
      send: frame => void response.write(`data: ${frame}\n\n`),
      close: () => void response.end(),
      terminate: () => void response.destroy(),
    })
    news.emit('viewer')
  })
  server.on('upgrade', (request, socket, head) => {
    if (options.refuse?.(request)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return
    }
    handshakes.push(request.headers)
    sockets.handleUpgrade(request, socket, head, opened => admit(opened, request.url))
  })
  const admit = (socket: WebSocket, url: string | undefined): void => {
    if (url === '/viewer') {
      viewers.push(socket)
      news.emit('viewer')
    } else if (url === '/clock') {
      socket.on('message', () => {
        const nowMs = clock.nowMs()
        socket.send(String(nowMs + offsetAtMs(nowMs)))
      })
    } else socket.on('message', data => take((data as Buffer).toString()))
  }
  const { host = '127.0.0.1' } = options
  server.listen(0, host)
  await once(server, 'listening')
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    received,
    dropped,
    repeated,
    passed,
    handshakes,
    viewers,
    offsetAtMs,
    async untilViewers(count) {
      while (viewers.length < count) await once(news, 'viewer')
    },
    async untilReceived(count) {
      while (received.length < count) await once(news, 'received')
    },
    async stop() {
      for (const one of sockets.clients) one.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
