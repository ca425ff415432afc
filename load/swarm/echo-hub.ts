import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { AgentUpdate } from './protocol.ts'

export interface EchoHubOptions {
  /** Every so many updates one is passed over. */
  dropEvery?: number
  /** Every so many updates one is sent twice. */
  repeatEvery?: number
  /** Every so many updates a frame goes out before it that nobody can read. */
  garbageEvery?: number
  /** Held back for this long. */
  delayMs?: number
  /** Handshakes answered with 401. */
  refuse?(request: IncomingMessage): boolean
}

export interface EchoHub {
  origin: string
  /** Every update received, in order. */
  received: AgentUpdate[]
  dropped: AgentUpdate[]
  repeated: AgentUpdate[]
  /** Headers of every handshake that was accepted. */
  handshakes: IncomingMessage['headers'][]
  viewers: WebSocket[]
  /** @returns once this many updates have been received */
  untilReceived(count: number): Promise<void>
  stop(): Promise<void>
}

/** A WebSocket server that passes what agents say on to every viewer, and does wrong on purpose what it is told to do wrong. */
export async function startEchoHub(options: EchoHubOptions = {}): Promise<EchoHub> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  const news = new EventEmitter()
  const viewers: WebSocket[] = []
  const received: AgentUpdate[] = []
  const dropped: AgentUpdate[] = []
  const repeated: AgentUpdate[] = []
  const handshakes: IncomingMessage['headers'][] = []

  const broadcast = (frame: string): void => {
    for (const viewer of viewers) viewer.send(frame)
  }
  const due = (every: number | undefined): boolean => every !== undefined && received.length % every === 0
  const take = (frame: string): void => {
    const update = JSON.parse(frame) as AgentUpdate
    received.push(update)
    if (due(options.garbageEvery)) broadcast(`not JSON ${received.length}`)
    if (due(options.dropEvery)) dropped.push(update)
    else if (options.delayMs) setTimeout(() => broadcast(frame), options.delayMs)
    else broadcast(frame)
    if (due(options.repeatEvery)) {
      repeated.push(update)
      broadcast(frame)
    }
    news.emit('received')
  }

  server.on('upgrade', (request, socket, head) => {
    if (options.refuse?.(request)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return
    }
    handshakes.push(request.headers)
    sockets.handleUpgrade(request, socket, head, opened => {
      if (request.url === '/viewer') viewers.push(opened)
      else opened.on('message', data => take((data as Buffer).toString()))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    dropped,
    repeated,
    handshakes,
    viewers,
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
