import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import { expect, test } from '@playwright/test'
import { Server } from 'socket.io'
import { CookieJar } from 'tough-cookie'
import { WebSocketServer } from 'ws'
import { listening } from '../testing/listening.ts'
import { dial } from './dial.ts'
import type { Dialled } from './dial.ts'
import { Jars } from './jars.ts'
import { Heard } from './transport/testing/heard.ts'

interface Case {
  name: string
  protocol: Dialled
  path: string
  /** The target's own path. */
  base?: string
  /** Of the target's file. */
  headers?: Record<string, string>
  /** What each answer sets. */
  set?: string[]
  /** Cookie headers of the questions or handshakes in turn: of one connection, and of one that is opened after it. */
  first: string
  later?: string
  again?: string
}

/** What a sign-in left: each is named as the path that it is for. */
const KEPT = ['root=1; Path=/', 'live=1; Path=/live', 'engine=1; Path=/socket.io', 'sub=1; Path=/sub/live']
const OTHERS = 'elsewhere=1; Path=/; Domain=example.com'

const poll = { everyMs: 1 }
const cases: Case[] = [
  { name: 'a WebSocket', protocol: {}, path: '/live', first: 'live=1; root=1' },
  { name: 'a WebSocket at another path', protocol: {}, path: '/other', first: 'root=1' },
  { name: 'a WebSocket below the path', protocol: {}, path: '/live/7?a=/live', first: 'live=1; root=1' },
  { name: 'a WebSocket beside the path', protocol: {}, path: '/lively', first: 'root=1' },
  {
    name: "a WebSocket below the target's own path",
    protocol: {},
    base: '/sub',
    path: '/live',
    first: 'sub=1; root=1',
  },
  {
    name: 'a WebSocket whose answer sets one',
    protocol: {},
    path: '/live',
    set: ['node=b; Path=/', 'live=2; Path=/live'],
    first: 'live=1; root=1',
    again: 'live=2; root=1; node=b',
  },
  {
    name: 'Socket.IO, by the path of Engine.IO',
    protocol: { transport: 'socket.io' },
    path: '/live',
    first: 'engine=1; root=1',
  },
  {
    name: 'Socket.IO that polls, and stays where a balancer put it',
    protocol: { transport: 'socket.io', transports: ['polling'] },
    path: '/live',
    set: ['node=b; Path=/'],
    first: 'engine=1; root=1',
    later: 'engine=1; root=1; node=b',
    again: 'engine=1; root=1; node=b',
  },
  {
    name: 'Socket.IO that polls, then upgrades',
    protocol: { transport: 'socket.io', transports: ['polling', 'websocket'] },
    path: '/live',
    set: ['node=b; Path=/'],
    first: 'engine=1; root=1',
    later: 'engine=1; root=1; node=b',
  },
  { name: 'an event stream', protocol: { transport: 'sse' }, path: '/live', first: 'live=1; root=1' },
  {
    name: 'an event stream that ends, whose answer renews one',
    protocol: { transport: 'sse' },
    path: '/live?end',
    set: ['root=2; Path=/'],
    first: 'live=1; root=1',
    later: 'live=1; root=2',
    again: 'live=1; root=2',
  },
  {
    name: 'polling, with a session that slides',
    protocol: { transport: 'polling', ...poll },
    path: '/live',
    set: ['root=2; Path=/; Max-Age=60'],
    first: 'live=1; root=1',
    later: 'live=1; root=2',
    again: 'live=1; root=2',
  },
  {
    name: 'polling that is signed out',
    protocol: { transport: 'polling', ...poll },
    path: '/live',
    set: ['root=; Path=/; Max-Age=0', 'live=; Path=/live; Max-Age=0'],
    first: 'live=1; root=1',
    later: '',
  },
  {
    name: 'polling by a path that follows its cursor',
    protocol: { transport: 'polling', ...poll, cursor: () => 'x' },
    path: '/live{cursor}',
    first: 'live=1; root=1',
    later: 'root=1',
  },
  {
    name: 'posts of an agent',
    protocol: { transport: 'http' },
    path: '/live',
    set: ['node=b; Path=/'],
    first: 'live=1; root=1',
    later: 'live=1; root=1; node=b',
  },
  {
    name: "the target's own, which go everywhere",
    protocol: {},
    path: '/other',
    headers: { Cookie: 'own=1; root=9' },
    first: 'root=1; own=1',
  },
  {
    name: 'a header of the protocol, in place of all',
    protocol: { headers: { Cookie: 'guest=1' } },
    path: '/live',
    set: ['node=b; Path=/'],
    first: 'guest=1',
    again: 'guest=1',
  },
]

/** Notes cookies of whatever asks, and answers as each transport would have it. */
function serve(
  server: HttpServer,
  set: string[],
  note: (request: IncomingMessage) => void,
): { close(): unknown } {
  const sockets = new WebSocketServer({ noServer: true })
  sockets.on('headers', lines => lines.push(...set.map(one => `Set-Cookie: ${one}`)))
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    note(request)
    if (!request.url?.includes('socket.io')) sockets.handleUpgrade(request, socket, head, () => {})
  })
  const io = new Server(server, { pingInterval: 20 })
  io.engine.on('headers', (headers: Record<string, unknown>, request: IncomingMessage) => {
    if (request.headers.upgrade === undefined) note(request)
    headers['set-cookie'] = set
  })
  io.of('/live').on('connection', () => {})
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.includes('socket.io')) return
    note(request)
    const isStream = request.headers.accept === 'text/event-stream'
    response.setHeader('content-type', isStream ? 'text/event-stream' : 'application/json')
    if (set.length > 0) response.setHeader('set-cookie', set)
    if (isStream) response.write('retry: 1\ndata: 1\n\n')
    if (!isStream || request.url?.endsWith('end')) response.end(isStream ? '' : '{}')
  })
  return io
}

for (const { name, protocol, path, base = '', headers = {}, set = [], first, later, again } of cases) {
  test(`cookies by their paths: ${name}`, async () => {
    const sent: string[] = []
    const server = createServer()
    const news = new EventTarget()
    const note = (request: IncomingMessage): void => {
      sent.push(request.headers.cookie ?? '')
      news.dispatchEvent(new Event('asked'))
    }
    const untilAsked = async (times: number): Promise<void> => {
      while (sent.length < times) await once(news, 'asked')
    }
    const io = serve(server, set, note)
    await listening(server, async origin => {
      const jar = new CookieJar()
      for (const one of KEPT) jar.setCookieSync(one, origin)
      jar.setCookieSync(OTHERS, 'http://example.com')
      const jars = new Jars({ origin: origin + base, headers, cookies: jar.serializeSync() })
      const connect = async (): Promise<void> => {
        const from = sent.length
        const heard = new Heard()
        const options = { origin: origin + base, headers: jars.headers, cookies: jars.of(3) }
        const opening = await dial(protocol, { index: 3, path, options }, heard)
        if (opening.kind === 'failed') throw new Error(opening.cause)
        const asks = later === undefined ? 1 : 2
        if (protocol.transport === 'http') opening.connection.send('1')
        await untilAsked(from + 1)
        if (protocol.transport === 'http') await heard.until(({ frames }) => frames.length > 0)
        if (protocol.transport === 'http') opening.connection.send('2')
        await untilAsked(from + asks)
        opening.connection.terminate()
      }
      await connect()
      expect(sent.slice(0, later === undefined ? 1 : 2)).toEqual(
        later === undefined ? [first] : [first, later],
      )
      if (again === undefined) return
      const before = sent.length
      await connect()
      expect(sent[before]).toBe(again)
    })
    io.close()
  })
}

test('what answers set for one is not sent for another', () => {
  const jars = new Jars({ origin: 'http://127.0.0.1', headers: { cookie: 'a=1' } })
  jars.of(0).keep('/', 'node=b')
  expect([jars.of(0).header('/'), jars.of(1).header('/')]).toEqual([
    { cookie: 'a=1; node=b' },
    { cookie: 'a=1' },
  ])
})
