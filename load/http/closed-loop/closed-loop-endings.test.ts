import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { faultOf } from '../fault-of.ts'
import { outcomeOf } from '../http-operation.ts'
import { Sender } from '../sender.ts'
import type { Done } from '../sender.ts'
import { OK } from '../testing/tcp-server.ts'
import type { Outgoing } from '../wire/prepared-request.ts'
import { startCannon } from './cannon.ts'
import { LoopClient } from './loop-client.ts'
import type { LoopMeans, Turn } from './loop-client.ts'

const CONNECTIONS = 2
/** The loop ends after so many requests. */
const REQUESTS = 12

/** What a server made of nothing but TCP does with request number `index` of a connection (from 0). */
type Manner = (socket: Socket, index: number) => void

interface Seen {
  done: Done[]
  /** Requests that came, and how many of them were under way at once. */
  asked: number
  mostAtOnce: number
}

/** What drives the clients. */
const DRIVERS = {
  autocannon: (origin: string, decks: Turn[][], means: LoopMeans) => startCannon(origin, decks, means),
  'the sender': (_: string, decks: Turn[][], means: LoopMeans) => {
    for (const turns of decks) new LoopClient(turns, means).goOn()
    return { stop: () => Promise.resolve() }
  },
}

/** Lets the clients of a closed loop ask such a server. */
async function run(driver: keyof typeof DRIVERS, { does, request, timeoutMs = 10_000 }: Case): Promise<Seen> {
  const sockets = new Set<Socket>()
  const underWay = new Set<Socket>()
  let asked = 0
  let mostAtOnce = 0
  const server = createServer(socket => {
    sockets.add(socket)
    let index = 0
    socket.on('error', () => socket.destroy())
    socket.on('close', () => underWay.delete(socket))
    socket.on('data', () => {
      asked++
      underWay.add(socket)
      mostAtOnce = Math.max(mostAtOnce, underWay.size)
      setImmediate(() => {
        underWay.delete(socket)
        if (!socket.destroyed) does(socket, index++)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sender = new Sender({ origin, timeoutMs }, systemClock)
  const prepared = sender.prepare({
    method: 'GET',
    path: '/',
    headers: {},
    body: null,
    keepsBody: true,
    ...request,
  })
  if (prepared instanceof Error) throw prepared
  const decks = Array.from({ length: CONNECTIONS }, () => [{ entry: 0, prepared }])
  const done: Done[] = []
  let enough: () => void = () => undefined
  const ended = new Promise<void>(resolve => (enough = resolve))
  const loop = DRIVERS[driver](origin, decks, {
    sender,
    clock: systemClock,
    isOver: () => done.length >= REQUESTS,
    heard(_entry, one) {
      done.push(one)
      if (done.length >= REQUESTS) enough()
    },
  })
  try {
    await ended
  } finally {
    sender.stop()
    await loop.stop()
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { done, asked, mostAtOnce }
}

const says =
  (text: string): Manner =>
  socket =>
    void socket.write(text, 'latin1')
const saysAndEnds =
  (text: string): Manner =>
  socket =>
    void socket.end(text, 'latin1')
const saysAndResets =
  (text: string): Manner =>
  socket =>
    void socket.write(text, 'latin1', () => setTimeout(() => socket.resetAndDestroy(), 5))
const length = (bytes: number, body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${body}`
const chunked = (body: string): string => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`

interface Case {
  does: Manner
  /** What the failures are; `undefined` where all is good. */
  fault?: 'answer' | 'connection' | 'recycled' | 'timeout'
  /** Whether some is good all the same. Default: where there is no fault. */
  someGood?: boolean
  /** Whether some are sent again. Default false. */
  resent?: boolean
  request?: Partial<Outgoing>
  /** Default 10 000. */
  timeoutMs?: number
}

const CASES: Record<string, Case> = {
  'a length, on a connection that goes on': { does: says(OK) },
  'a length of 0': { does: says(length(0, '')) },
  'a length and Connection: close': {
    does: saysAndEnds('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  },
  'Connection: close on a connection that stays open': {
    does: says('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  },
  'a body up to the end of the connection': { does: saysAndEnds('HTTP/1.1 200 OK\r\n\r\nok') },
  'an answer of HTTP/1.0': { does: saysAndEnds('HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok') },
  'HTTP/1.0 that is kept alive': {
    does: says('HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok'),
  },
  'a connection that ends every third answer': {
    does: (socket, index) =>
      index < 2
        ? socket.write(OK)
        : socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  },
  'chunks with trailers': { does: says(chunked('2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n')) },
  'an interim answer before each': {
    does: says(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`),
  },
  '204 without a length': { does: says('HTTP/1.1 204 No Content\r\n\r\n') },
  '304 with the length of what it does not send': {
    does: says('HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n'),
  },
  'another answer behind each, which nobody asked for': {
    does: says(`${OK}HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno`),
  },
  'the end of the connection behind each, unannounced': { does: saysAndEnds(OK), resent: true },
  'a reset in place of every second answer': {
    does: (socket, index) => void (index === 0 ? socket.write(OK) : socket.resetAndDestroy()),
    resent: true,
  },
  'the end behind each, for a POST': {
    does: saysAndEnds(OK),
    request: { method: 'POST', body: '{}' },
    fault: 'recycled',
    someGood: true,
  },
  'a body cut by the end': { does: saysAndEnds(length(10, 'ok')), fault: 'connection' },
  'a body cut by a reset': { does: saysAndResets(length(10, 'ok')), fault: 'connection' },
  'chunks without the last': { does: saysAndEnds(chunked('2\r\nok\r\n')), fault: 'connection' },
  'a head cut short': { does: saysAndEnds('HTTP/1.1 200 OK\r\nConte'), fault: 'connection' },
  'every second answer cut short': {
    does: (socket, index) => (index % 2 === 0 ? socket.write(OK) : socket.end(length(10, 'ok'))),
    fault: 'connection',
    someGood: true,
  },
  'two lengths that differ': {
    does: says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'),
    fault: 'connection',
  },
  'what is no HTTP': { does: says('SSH-2.0-OpenSSH_9\r\n\r\n'), fault: 'connection' },
  'a body that never comes': { does: says(length(10, 'ok')), fault: 'timeout', timeoutMs: 150 },
  'a body without end': {
    does(socket) {
      const more = (): void => {
        if (!socket.destroyed) socket.write('x'.repeat(1000), () => setTimeout(more, 10))
      }
      socket.write('HTTP/1.1 200 OK\r\n\r\n', more)
    },
    fault: 'timeout',
    timeoutMs: 150,
  },
}

for (const driver of ['autocannon', 'the sender'] as const) {
  for (const [name, one] of Object.entries(CASES)) {
    test(`a closed loop driven by ${driver} gets ${name}`, async () => {
      const { fault, someGood = fault === undefined, resent = false } = one
      const { done, asked, mostAtOnce } = await run(driver, one)
      const kinds = done.map(each => outcomeOf(each, faultOf(each.outcome)).fault?.kind)
      expect([...new Set(kinds)].filter(Boolean)).toEqual(fault === undefined ? [] : [fault])
      expect(kinds.includes(undefined)).toBe(someGood)
      expect(done.some(each => each.resent)).toBe(resent)
      // Each answer is counted once.
      expect(done.length).toBeLessThanOrEqual(asked)
      // Where the client gave up, the server hears of it later.
      if (fault !== 'timeout') expect(mostAtOnce).toBeLessThanOrEqual(CONNECTIONS)
    })
  }
}
