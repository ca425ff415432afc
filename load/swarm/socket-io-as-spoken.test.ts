import type { Server as HttpServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { Server } from 'socket.io'
import type { ServerOptions, Socket } from 'socket.io'
import { playSocketCase } from './testing/socket-case.ts'
import type { SocketCase } from './testing/socket-case.ts'

const socketIo =
  (onOpen: (socket: Socket, io: Server) => void, options: Partial<ServerOptions> = {}, namespace = '/') =>
  (server: HttpServer) => {
    const io = new Server(server, options)
    io.of(namespace).on('connection', socket => onOpen(socket, io))
    return { close: () => void io.close() }
  }

const greet = (socket: Socket): void => void socket.emit('message', 'hello')
const auth = { token: 'abc' }
const guarded =
  (options: Partial<ServerOptions> = {}) =>
  (server: HttpServer) => {
    const io = new Server(server, options)
    io.use((socket, next) => next(socket.handshake.auth.token === 'abc' ? undefined : new Error('no token')))
    io.on('connection', greet)
    return { close: () => void io.close() }
  }

const cases: SocketCase[] = [
  {
    name: 'Socket.IO at its usual path',
    serve: socketIo(greet),
    protocol: { transport: 'socket.io' },
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO: the path is the namespace',
    serve: socketIo(greet, {}, '/live'),
    protocol: { transport: 'socket.io' },
    path: '/live?a=1',
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO mounted elsewhere, with a namespace',
    serve: socketIo(greet, { path: '/api/push' }, '/live'),
    protocol: { transport: 'socket.io', namespace: '/live' },
    path: '/api/push',
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO mounted elsewhere, by a path that says so',
    serve: socketIo(greet, { path: '/api/socket.io' }),
    protocol: { transport: 'socket.io' },
    path: '/api/socket.io/',
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO under the path of the target’s address',
    base: '/sub',
    serve: socketIo(greet, { path: '/sub/socket.io' }, '/live'),
    protocol: { transport: 'socket.io' },
    path: '/live',
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO: a namespace that there is not',
    serve: socketIo(greet),
    protocol: { transport: 'socket.io' },
    path: '/none',
    failed: { cause: /^Invalid namespace \(without `namespace`/ },
  },
  {
    name: 'Socket.IO: a token in auth',
    serve: guarded(),
    protocol: { transport: 'socket.io', auth },
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO: auth of each viewer’s own',
    serve: guarded(),
    protocol: {
      transport: 'socket.io',
      auth: (_, { headers }) => ({ token: headers.authorization === 'Bearer x' ? 'abc' : '' }),
    },
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO: no token',
    serve: guarded(),
    protocol: { transport: 'socket.io' },
    failed: { cause: 'no token' },
  },
  {
    name: 'Socket.IO by polling only',
    serve: guarded({ transports: ['polling'] }),
    protocol: { transport: 'socket.io', auth, transports: ['polling'] },
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO by polling, then a WebSocket, as a browser',
    serve: guarded(),
    protocol: { transport: 'socket.io', auth, transports: ['polling', 'websocket'] },
    told: [['message', 'hello']],
  },
  {
    name: 'Socket.IO by polling, refused',
    serve: socketIo(greet, { allowRequest: (_, decide) => decide('no', false) }),
    protocol: { transport: 'socket.io', transports: ['polling'] },
    failed: { cause: 'status 403' },
  },
  {
    name: 'Socket.IO: a subscription by an event with arguments, acknowledged',
    serve: socketIo(socket => {
      socket.on('subscribe', (room: string, from: number, reply: (answer: unknown) => void) => {
        reply({ ok: true, room, from })
        socket.emit('tick', 1)
      })
    }),
    protocol: {
      transport: 'socket.io',
      event: 'tick',
      opening: [{ event: 'subscribe', args: ['a', 7], acknowledged: true }],
    },
    told: [
      ['subscribe', '{"ok":true,"room":"a","from":7}'],
      ['tick', '1'],
    ],
  },
  {
    name: 'Socket.IO: an acknowledgement that is not the one',
    serve: socketIo(socket =>
      socket.on('login', (_: unknown, reply: (answer: unknown) => void) =>
        reply({ ok: false, msg: 'Incorrect' }),
      ),
    ),
    protocol: {
      transport: 'socket.io',
      opening: [{ event: 'login', send: '{"a":1}', acknowledged: true, answer: '"ok":true' }],
    },
    failed: { cause: 'refused at the first step of the opening', example: '{"ok":false,"msg":"Incorrect"}' },
  },
  {
    name: 'Socket.IO: a value that is only given when it is asked for, again and again',
    serve: socketIo(socket => socket.on('uptime', (reply: (answer: unknown) => void) => reply(5))),
    protocol: { transport: 'socket.io', heartbeat: { everyMs: 5, event: 'uptime', acknowledged: true } },
    told: [
      ['uptime', '5'],
      ['uptime', '5'],
    ],
  },
  {
    name: 'Socket.IO: several events carry frames, others do not',
    serve: socketIo(socket => ['a', 'b', 'c'].forEach(name => socket.emit(name, name))),
    protocol: { transport: 'socket.io', event: ['a', 'c'] },
    told: [
      ['a', 'a'],
      ['c', 'c'],
    ],
  },
  {
    name: 'Socket.IO: every event carries frames',
    serve: socketIo(socket => ['a', 'b'].forEach(name => socket.emit(name, name))),
    protocol: { transport: 'socket.io', event: '*' },
    told: [
      ['a', 'a'],
      ['b', 'b'],
    ],
  },
  {
    name: 'Socket.IO: a reply by an event',
    serve: socketIo(socket => {
      socket.on('pong', (n: number) => socket.emit('message', `pong ${n}`))
      socket.emit('message', 'ping')
    }),
    protocol: {
      transport: 'socket.io',
      reply: frame => (frame === 'ping' ? { event: 'pong', send: '7' } : undefined),
    },
    told: [
      ['message', 'ping'],
      ['message', 'pong 7'],
    ],
  },
]

for (const one of cases) {
  test(`a socket: ${one.name}`, async () => {
    const { failed, told, causes } = await playSocketCase(one)
    expect(failed?.cause ?? '').toMatch(one.failed?.cause ?? /^$/)
    expect(failed?.example ?? '').toMatch(one.failed?.example ?? '')
    expect([told, causes]).toEqual([one.told ?? [], one.causes ?? []])
  })
}
