import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Server as SocketIoServer } from 'socket.io'
import { WebSocketServer } from 'ws'
import type { PocketProtocol } from './pocket-protocol.ts'
import { pocketPage } from './pocket-page.ts'

/** Takes the text of an update. */
type Take = (text: string) => void

/** What an agent says, and viewers are told. */
interface PocketUpdate {
  agent: number
  value: number
}

/** A small agent platform with a page that speaks one protocol and nothing else. Nobody signs in. */
export interface PocketServer {
  baseURL: string
  stop(): Promise<void>
}

/** Starts it on a free loopback port. @param protocol how viewers, and the page, are told; agents have a way of their own for each */
export async function startPocket(protocol: PocketProtocol): Promise<PocketServer> {
  const newest = new Map<number, PocketUpdate>()
  const listeners = new Set<Take>()
  const take: Take = text => {
    const update = JSON.parse(text) as PocketUpdate
    newest.set(update.agent, update)
    const told = JSON.stringify(update)
    for (const tell of listeners) tell(told)
  }
  const http = createServer((request, response) => {
    void answer({ request, response, protocol, take, listeners, newest })
  })
  const ends = [takeSockets(http, protocol, take, listeners)]
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    baseURL: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async stop() {
      for (const end of ends) end()
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

interface Asked {
  request: IncomingMessage
  response: ServerResponse
  protocol: PocketProtocol
  take: Take
  listeners: Set<Take>
  newest: ReadonlyMap<number, PocketUpdate>
}

async function answer({ request, response, protocol, take, listeners, newest }: Asked): Promise<void> {
  const path = request.url ?? '/'
  if (path === '/') {
    response.setHeader('content-type', 'text/html')
    response.end(pocketPage(protocol))
  } else if (path === '/agents' && request.method === 'POST') {
    const chunks: Buffer[] = await request.toArray()
    take(Buffer.concat(chunks).toString())
    response.writeHead(204).end()
  } else if (path === '/events' && protocol === 'sse') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': welcome\n\n')
    const tell = (text: string): void => void response.write(`data: ${text}\n\n`)
    listeners.add(tell)
    response.on('close', () => listeners.delete(tell))
  } else if (path === '/state' && protocol === 'polling') {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify([...newest.values()]))
  } else {
    response.writeHead(404).end()
  }
}

/** The agents' sockets, and with Socket.IO the viewers'. @returns what ends them */
function takeSockets(http: Server, protocol: PocketProtocol, take: Take, listeners: Set<Take>): () => void {
  if (protocol === 'socket.io') {
    const io = new SocketIoServer(http)
    io.of('/agents').on('connection', socket => {
      socket.on('metric', (update: PocketUpdate) => take(JSON.stringify(update)))
    })
    const viewers = io.of('/viewers')
    listeners.add(text => viewers.emit('update', JSON.parse(text)))
    return () => void io.close()
  }
  const sockets = new WebSocketServer({ server: http, path: '/agents' })
  sockets.on('connection', socket => socket.on('message', data => take((data as Buffer).toString())))
  return () => {
    for (const socket of sockets.clients) socket.terminate()
  }
}
