import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { systemClock } from '../../clock.ts'
import { Sender } from '../sender.ts'
import type { Done } from '../sender.ts'
import type { Outgoing } from '../wire/prepared-request.ts'

/** A whole answer, after which the connection may carry another request. */
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const get: Outgoing = { method: 'GET', path: '/', headers: {}, body: null, keepsBody: true }

/** What a server made of nothing but TCP does with request number `index` of a connection (from 0). */
export type Manner = (socket: Socket, index: number, request: string) => void

interface Means {
  ask: (more?: Partial<Outgoing>) => Promise<Done>
  /** Connections that were made. */
  connections: () => number
  /** Requests that came. */
  requests: () => number
  /** What came, all connections together. */
  received: () => string
}

/** Sends to such a server, on a free loopback port. @param timeoutMs of the requests. Default 10 000. */
export async function against(
  manner: Manner,
  use: (means: Means) => Promise<void>,
  timeoutMs = 10_000,
): Promise<void> {
  let connections = 0
  let requests = 0
  let received = ''
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    connections++
    sockets.add(socket)
    let index = 0
    socket.on('error', () => socket.destroy())
    socket.on('data', data => {
      requests++
      received += data.toString('latin1')
      manner(socket, index++, data.toString('latin1'))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sender = new Sender(
    { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs },
    systemClock,
  )
  try {
    await use({
      ask: more =>
        new Promise(resolve =>
          sender.send(sender.prepare({ ...get, ...more }), systemClock.nowMs(), resolve),
        ),
      connections: () => connections,
      requests: () => requests,
      received: () => received,
    })
  } finally {
    sender.stop()
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}
