import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Server as SocketIoServer } from 'socket.io'
import type { Socket as SocketIoSocket } from 'socket.io'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { AgentTransport, ViewerTransport } from '../open-transport.ts'
import type { Frame } from '../transport.ts'

/** How a server of the conformance tests behaves. */
export interface Manner {
  /** `accept` is the default; a number refuses all with this status; `silent` never answers. */
  opening?: 'accept' | 'silent' | number
  /** Sent in the very moment of the opening. */
  greeting?: Frame[]
}

/** A small real server of one transport, and its end of the latest connection. */
export interface ConformanceServer {
  origin: string
  /** The handshakes and questions, in the order of arrival. */
  asked: IncomingMessage[]
  /** What was sent to it. */
  received: Frame[]
  /** Connections that it has had so far. */
  connections: () => number
  send(frame: Frame): void
  /** Gives a sign of life that is no frame. */
  beat(): void
  /** Ends the connection in good order; where there is none to end, the next question is answered with status 503. */
  end(): void
  /** Resets the connection; where it is only used by questions, with the next one. */
  kill(): void
  /** @returns once `received` has this many frames */
  untilReceived(count: number): Promise<void>
  /** @returns once no connection is left */
  untilGone(): Promise<void>
  stop(): Promise<void>
}

type Peer = Pick<ConformanceServer, 'send' | 'beat' | 'end' | 'kill'>
/** Serves one transport. @param onReceived takes what arrives @returns its end, of the latest connection */
type Serve = (server: Server, greeting: Frame[], onReceived: (frame: Frame) => void) => Peer

/** Starts a server on a free port of loopback. */
export async function startConformanceServer(
  kind: AgentTransport | ViewerTransport,
  { opening = 'accept', greeting = [] }: Manner = {},
): Promise<ConformanceServer> {
  const server = createServer()
  const asked: IncomingMessage[] = []
  const received: Frame[] = []
  const sockets = new Set<Socket>()
  const news = new EventTarget()
  let connections = 0
  server.on('connection', socket => {
    connections++
    sockets.add(socket)
    // A reset on the way is an end as any other.
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      news.dispatchEvent(new Event('gone'))
    })
  })
  server.on('request', request => asked.push(request))
  server.on('upgrade', request => asked.push(request))
  const peer = (opening === 'accept' ? SERVE[kind] : refuse(opening))(server, greeting, frame => {
    received.push(frame)
    news.dispatchEvent(new Event('received'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const until = async (event: string, holds: () => boolean): Promise<void> => {
    while (!holds()) await once(news, event)
  }
  return {
    ...peer,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    received,
    connections: () => connections,
    untilReceived: count => until('received', () => received.length >= count),
    untilGone: () => until('gone', () => sockets.size === 0),
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const nobody = (): never => {
  throw new Error('This server accepts nobody.')
}

const refuse =
  (opening: 'silent' | number): Serve =>
  server => {
    server.on('request', (_, response: ServerResponse) => {
      if (opening !== 'silent') response.writeHead(opening).end('no')
    })
    server.on('upgrade', (_, socket: Socket) => {
      // An upgraded socket is left half open when the client ends it.
      socket.on('end', () => socket.end()).resume()
      if (opening !== 'silent') socket.end(`HTTP/1.1 ${opening} No\r\nContent-Length: 0\r\n\r\n`)
    })
    return { send: nobody, beat: nobody, end: nobody, kill: nobody }
  }

const serveWebSockets: Serve = (server, greeting, onReceived) => {
  const webSockets = new WebSocketServer({ noServer: true })
  let peer: WebSocket | undefined
  let socket: Socket | undefined
  server.on('upgrade', (request, wire: Socket, head) => {
    // The answer to the handshake and the greeting travel in one piece.
    wire.cork()
    socket = wire
    webSockets.handleUpgrade(request, wire, head, accepted => {
      peer = accepted
      accepted.on('message', (data: Buffer, isBinary) => onReceived(isBinary ? data : data.toString()))
      for (const frame of greeting) accepted.send(frame)
    })
    wire.uncork()
  })
  return {
    send: frame => peer?.send(frame),
    beat: () => peer?.ping(),
    end: () => peer?.close(1013, 'viewer too slow'),
    kill: () => socket?.resetAndDestroy(),
  }
}

const serveSocketIo: Serve = (server, greeting, onReceived) => {
  const io = new SocketIoServer(server, { maxHttpBufferSize: 1e7 })
  let peer: SocketIoSocket | undefined
  let socket: Socket | undefined
  server.on('upgrade', (_, wire: Socket) => (socket = wire))
  io.of('/peer').on('connection', accepted => {
    peer = accepted
    accepted.on('metrics', (value: unknown) =>
      onReceived(Buffer.isBuffer(value) ? value : JSON.stringify(value)),
    )
    for (const frame of greeting) accepted.emit('metrics', frame)
  })
  return {
    send: frame => void peer?.emit('metrics', frame),
    beat: () => void peer?.emit('other', 1),
    end: () => void peer?.disconnect(),
    kill: () => socket?.resetAndDestroy(),
  }
}

const serveEventStream: Serve = (server, greeting) => {
  const eventOf = (frame: Frame): string => `data: ${frame.toString()}\n\n`
  let stream: ServerResponse | undefined
  server.on('request', (_, response: ServerResponse) => {
    stream = response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (greeting.length === 0) stream.flushHeaders()
    else stream.write(greeting.map(eventOf).join(''))
  })
  return {
    send: frame => stream?.write(eventOf(frame)),
    beat: () => stream?.write(': keep-alive\n'),
    end: () => stream?.end(),
    kill: () => stream?.socket?.resetAndDestroy(),
  }
}

/** Polling and posts: each question takes the next that there is to say, else is answered with nothing. */
const serveQuestions: Serve = (server, greeting, onReceived) => {
  const sayings: (Frame | { end: true } | { kill: true })[] = [...greeting]
  const answer = (response: ServerResponse): void => {
    const saying = sayings.shift()
    if (saying === undefined) response.writeHead(204).end()
    else if (typeof saying === 'string') response.writeHead(200, { 'content-type': 'text/plain' }).end(saying)
    else if (Buffer.isBuffer(saying))
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(saying)
    else if ('end' in saying) response.writeHead(503).end('busy')
    else response.socket?.resetAndDestroy()
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const isText = request.headers['content-type'] === 'application/json'
      if (request.method === 'POST') onReceived(isText ? body.toString() : body)
      answer(response)
    })
  })
  return {
    send: frame => void sayings.push(frame),
    beat: () => {},
    end: () => void sayings.push({ end: true }),
    kill: () => void sayings.push({ kill: true }),
  }
}

const SERVE: Readonly<Record<AgentTransport | ViewerTransport, Serve>> = {
  websocket: serveWebSockets,
  'socket.io': serveSocketIo,
  sse: serveEventStream,
  polling: serveQuestions,
  http: serveQuestions,
}
