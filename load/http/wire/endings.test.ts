import type { Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import { outcomeOf } from '../http-operation.ts'
import { faultOf } from '../fault-of.ts'
import { against, OK } from '../testing/tcp-server.ts'

/** Sends, and ends the connection in a packet of its own. */
const thenEnd = (text: string) => (socket: Socket) =>
  void socket.write(text, 'latin1', () => setTimeout(() => socket.end(), 10))
const thenReset = (text: string) => (socket: Socket) =>
  void socket.write(text, 'latin1', () => setTimeout(() => socket.resetAndDestroy(), 10))
const length = (bytes: number, body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${body}`
const chunked = (body: string): string => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`
const closing = (body: string): string => `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${body}`

/** What becomes of a request: the body of a good answer, else the kind of its fault. */
type Ending = { body: string } | 'answer' | 'connection' | 'recycled'

interface Case {
  name: string
  /** What the server does with the request, each time. */
  does: (socket: Socket) => void
  /** On a fresh connection, and on one that has carried another. */
  ends: Ending
  endsReused?: Ending
  /** Whether it is sent again on a reused one. Default false. */
  goesAgain?: boolean
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
}

const ok = { body: 'ok' } as const
const CASES: Case[] = [
  { name: 'a length, and the end after it', does: thenEnd(OK), ends: ok },
  { name: 'a length, and a reset after it', does: thenReset(OK), ends: ok },
  { name: 'a length and its end in one packet', does: socket => void socket.end(OK), ends: ok },
  { name: 'a body cut by the end', does: thenEnd(length(10, 'half')), ends: 'connection' },
  { name: 'a body cut by a reset', does: thenReset(length(10, 'half')), ends: 'connection' },
  { name: 'no byte of a body with a length', does: thenEnd(length(10, '')), ends: 'connection' },
  { name: 'a length of 0, and the end', does: thenEnd(length(0, '')), ends: { body: '' } },
  { name: 'a head cut by the end', does: thenEnd('HTTP/1.1 200 OK\r\nContent-Le'), ends: 'connection' },
  { name: 'a head without its empty line', does: thenEnd('HTTP/1.1 200 OK\r\n'), ends: 'connection' },
  { name: 'one byte of a head', does: thenEnd('H'), ends: 'connection' },
  { name: 'one byte of a head, and a reset', does: thenReset('H'), ends: 'connection' },
  { name: 'a body up to the end of the connection', does: thenEnd(closing('ok')), ends: ok },
  { name: 'an empty body up to the end', does: thenEnd(closing('')), ends: { body: '' } },
  { name: 'a body up to a reset', does: thenReset(closing('ok')), ends: 'connection' },
  { name: 'a body of HTTP/1.0 up to the end', does: thenEnd('HTTP/1.0 200 OK\r\n\r\nok'), ends: ok },
  { name: 'chunks with the last', does: thenEnd(chunked('2\r\nok\r\n0\r\n\r\n')), ends: ok },
  { name: 'chunks without the last', does: thenEnd(chunked('2\r\nok\r\n')), ends: 'connection' },
  { name: 'chunks cut within one', does: thenEnd(chunked('5\r\nok')), ends: 'connection' },
  { name: 'chunks cut within a length', does: thenEnd(chunked('2\r\nok\r\n1')), ends: 'connection' },
  {
    name: 'the last chunk without the empty line',
    does: thenEnd(chunked('2\r\nok\r\n0\r\n')),
    ends: 'connection',
  },
  {
    name: 'trailers cut by the end',
    does: thenEnd(chunked('2\r\nok\r\n0\r\nX-A: b\r\n')),
    ends: 'connection',
  },
  { name: 'chunks up to a reset', does: thenReset(chunked('2\r\nok\r\n')), ends: 'connection' },
  {
    name: 'an interim answer and no more',
    does: thenEnd('HTTP/1.1 103 Early Hints\r\n\r\n'),
    ends: 'connection',
  },
  { name: '100 Continue and a reset', does: thenReset('HTTP/1.1 100 Continue\r\n\r\n'), ends: 'connection' },
  {
    name: 'interim answers before a whole one',
    does: thenEnd(`HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`),
    ends: ok,
  },
  {
    name: '204 with a length that is not meant',
    does: thenEnd('HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n'),
    ends: { body: '' },
  },
  {
    name: '304 with a length that is not meant',
    does: thenEnd('HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n'),
    ends: { body: '' },
  },
  {
    name: '500 cut short',
    does: thenEnd('HTTP/1.1 500 Oh\r\nContent-Length: 10\r\n\r\nhalf'),
    ends: 'connection',
  },
  { name: '401 in full', does: thenEnd('HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno'), ends: 'answer' },
  {
    name: '408 in full is an answer',
    does: thenEnd('HTTP/1.1 408 Late\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    ends: 'answer',
  },
  { name: 'no byte, and the end', does: socket => void socket.end(), ends: 'connection', goesAgain: true },
  {
    name: 'no byte, and a reset',
    does: socket => void socket.resetAndDestroy(),
    ends: 'connection',
    goesAgain: true,
  },
  {
    name: 'no byte for a PUT',
    does: socket => void socket.end(),
    ends: 'connection',
    goesAgain: true,
    method: 'PUT',
  },
  {
    name: 'no byte for a DELETE',
    does: socket => void socket.end(),
    ends: 'connection',
    goesAgain: true,
    method: 'DELETE',
  },
  {
    name: 'no byte for a POST',
    does: socket => void socket.end(),
    ends: 'connection',
    endsReused: 'recycled',
    method: 'POST',
  },
  {
    name: 'no byte for a PATCH',
    does: socket => void socket.end(),
    ends: 'connection',
    endsReused: 'recycled',
    method: 'PATCH',
  },
  { name: 'a byte for a POST', does: thenEnd('H'), ends: 'connection', method: 'POST' },
]

for (const { name, does, ends, endsReused = ends, goesAgain = false, method = 'GET' } of CASES) {
  test(`how an answer ends: ${name}`, async () => {
    for (const isReused of [false, true]) {
      await against(
        (socket, _index, request) => {
          if (request.includes(' /before ')) socket.write(OK)
          else does(socket)
        },
        async ({ ask, requests, connections }) => {
          if (isReused) await ask({ path: '/before' })
          const done = await ask({ method })
          const { fault } = outcomeOf(done, faultOf(done.outcome))
          const seen: Ending | undefined =
            done.outcome.kind === 'answered' && !fault
              ? { body: done.outcome.body }
              : (fault?.kind as Ending | undefined)
          expect(seen).toEqual(isReused ? endsReused : ends)
          expect(done.resent).toBe(isReused && goesAgain)
          // The one before, itself, and again on a connection of its own.
          const times = 1 + Number(isReused) + Number(done.resent)
          expect(requests()).toBe(times)
          expect(connections()).toBe(1 + Number(done.resent))
        },
      )
    }
  })
}

test('what was sent again is good where the second connection answers, and both times it went out are in its size', async () => {
  await against(
    (socket, index) => void (index === 0 ? socket.write(OK) : socket.end()),
    async ({ ask, connections, received }) => {
      await ask()
      const before = received().length
      const { outcome, resent, lost } = await ask({ method: 'PUT', body: 'x' })
      const sentBytes = received().length - before
      expect(outcome).toMatchObject({ body: 'ok', sizes: { sentBytes, receivedBytes: OK.length } })
      expect({ resent, lost, connections: connections() }).toEqual({
        resent: true,
        lost: false,
        connections: 2,
      })
    },
  )
})

test('an answer that was cut short says after how much', async () => {
  await against(thenEnd(length(10, 'half')), async ({ ask }) => {
    const { outcome } = await ask()
    expect(outcome).toEqual({
      kind: 'failed',
      cause: 'UND_ERR_SOCKET',
      message: `other side closed, after ${length(10, 'half').length} bytes of the answer`,
    })
  })
})

test('a request that times out after it was sent again is a time-out, counted from when it was due', async () => {
  await against(
    (socket, _index, request) => {
      if (request.includes(' /before ')) socket.write(OK)
      else if (request.includes(' /slow ') && socket.bytesWritten > 0) socket.end()
    },
    async ({ ask }) => {
      await ask({ path: '/before' })
      expect(await ask({ path: '/slow' })).toMatchObject({ outcome: { kind: 'timed-out' }, resent: true })
    },
    200,
  )
})
