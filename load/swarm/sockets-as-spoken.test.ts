import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { WebSocketServer } from 'ws'
import type { ServerOptions as WebSocketOptions, WebSocket } from 'ws'
import { playSocketCase } from './testing/socket-case.ts'
import type { SocketCase } from './testing/socket-case.ts'

/** A WebSocket server that answers each message. */
const webSocket =
  (
    onMessage: (socket: WebSocket, message: string) => void,
    onOpen: (socket: WebSocket, request: IncomingMessage) => void = () => {},
    options: WebSocketOptions = {},
  ) =>
  (server: HttpServer) =>
    new WebSocketServer({ server, ...options }).on('connection', (socket, request) => {
      socket.on('message', (data: Buffer) => onMessage(socket, data.toString()))
      onOpen(socket, request)
    })

const silent = (): void => {}
const cases: SocketCase[] = [
  {
    name: 'a subscription that is not answered is said at once',
    serve: webSocket((socket, message) => socket.send(`got ${message}`)),
    protocol: { opening: [{ send: 'subscribe' }] },
    told: ['got subscribe'],
  },
  {
    name: 'each step waits for its answer; what else comes is told too, in order',
    serve: webSocket((socket, message) => {
      socket.send('noise')
      socket.send(`ok ${message}`)
    }),
    protocol: {
      opening: [
        { send: 'a', answer: 'ok a' },
        { send: 'b', answer: frame => frame === 'ok b' },
        { send: 'c' },
      ],
    },
    told: ['noise', 'ok a', 'noise', 'ok b', 'noise', 'ok c'],
  },
  {
    name: 'a step with nothing to send waits for what the target says first',
    serve: webSocket(
      (socket, message) => socket.send(`ok ${message}`),
      socket => socket.send('who are you?'),
    ),
    protocol: { opening: [{ answer: 'who' }, { send: 'me', answer: 'ok me' }] },
    told: ['who are you?', 'ok me'],
  },
  {
    name: 'bytes are said and answered',
    serve: webSocket((socket, message) => socket.send(Buffer.from(`ok ${message}`))),
    protocol: { opening: [{ send: Buffer.from([65, 66]), answer: 'ok AB' }] },
    told: ['ok AB'],
  },
  {
    name: 'an opening of each viewer’s own, with what it is signed in by',
    serve: webSocket((socket, message) => socket.send(message)),
    protocol: {
      opening: (viewer, { headers }) => [{ send: `${viewer} ${headers.authorization}`, answer: 'Bearer' }],
    },
    told: ['3 Bearer x'],
  },
  {
    name: 'an answer that does not come is told by its step, with what came',
    serve: webSocket(socket => socket.send('{"type":"error"}')),
    protocol: {
      opening: [
        { send: 'a', answer: 'error' },
        { send: 'b', answer: 'ok' },
      ],
    },
    failed: { cause: 'no answer in time, at the second step of the opening', example: '{"type":"error"}' },
  },
  {
    name: 'a target that says nothing is told so',
    serve: webSocket(silent),
    protocol: { opening: [{ send: 'a', answer: 'ok' }] },
    failed: { cause: 'no answer in time, at the first step of the opening', example: 'nothing came' },
  },
  {
    name: 'a target that hangs up on the opening is told by its step',
    serve: webSocket(socket => {
      socket.send('bad token')
      socket.close(4401, 'Unauthorized')
    }),
    protocol: { opening: [{ send: 'a', answer: 'welcome' }] },
    failed: {
      cause: "closed 4401 (the target's own code): Unauthorized, at the first step of the opening",
      example: 'bad token',
    },
  },
  {
    name: 'an answer that can not be read ends the connection, not the thread',
    serve: webSocket(socket => socket.send('{')),
    protocol: { opening: [{ send: 'a', answer: frame => (JSON.parse(frame) as { ok: boolean }).ok }] },
    failed: { cause: "the target's opening, reply or heartbeat failed: SyntaxError", example: /JSON/ },
  },
  {
    name: 'a ping is replied to, as often as it comes',
    serve: webSocket(
      (socket, message) => socket.send(`${message} back`),
      socket => {
        socket.send('ping')
        socket.send('ping')
      },
    ),
    protocol: { reply: frame => (frame === 'ping' ? 'pong' : undefined) },
    told: ['ping', 'ping', 'pong back', 'pong back'],
  },
  {
    name: 'a reply that throws ends the connection, not the thread',
    serve: webSocket(silent, socket => socket.send('x')),
    protocol: {
      reply: () => {
        throw new RangeError('no')
      },
    },
    causes: ["the target's opening, reply or heartbeat failed: RangeError"],
  },
  {
    name: 'a heartbeat goes out again and again',
    serve: webSocket((socket, message) => socket.send(message)),
    protocol: { heartbeat: { everyMs: 5, send: 'beat' } },
    told: ['beat', 'beat'],
  },
  {
    name: 'a subprotocol is offered',
    serve: webSocket(silent, (socket, request) =>
      socket.send(`${request.headers['sec-websocket-protocol']} ${socket.protocol}`),
    ),
    protocol: { subprotocols: ['graphql-transport-ws', 'graphql-ws'] },
    told: ['graphql-transport-ws,graphql-ws graphql-transport-ws'],
  },
  {
    name: 'a subprotocol that the target does not choose is refused, as by a browser',
    serve: webSocket(silent, silent, { handleProtocols: () => false }),
    protocol: { subprotocols: ['v1'] },
    failed: { cause: 'Server sent no subprotocol' },
  },
  {
    name: 'deflate is offered as a browser offers it, and what is compressed is read',
    serve: webSocket(
      silent,
      (socket, request) => {
        socket.send(`${request.headers['sec-websocket-extensions']}`)
        socket.send('x'.repeat(5000))
      },
      { perMessageDeflate: true },
    ),
    protocol: {},
    told: ['permessage-deflate; client_max_window_bits', 'x'.repeat(5000)],
  },
  {
    name: 'deflate is not offered by choice',
    serve: webSocket(
      silent,
      (socket, request) => socket.send(`${request.headers['sec-websocket-extensions']}`),
      { perMessageDeflate: true },
    ),
    protocol: { deflate: false },
    told: ['undefined'],
  },
  {
    name: 'a socket under the path of the target’s address',
    base: '/sub',
    serve: webSocket(silent, (socket, request) => socket.send(`${request.url}`)),
    protocol: {},
    told: ['/sub/live?a=1'],
    path: '/live?a=1',
  },
  {
    name: 'an event’s name on a WebSocket is told as a mistake',
    serve: webSocket(silent),
    protocol: { opening: [{ event: 'subscribe' }] },
    failed: {
      cause: "the target's opening, reply or heartbeat failed: Error",
      example: /only Socket\.IO has events/,
    },
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
