import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { against, OK } from '../testing/tcp-server.ts'
import type { Answered } from './answered.ts'
import type { Outgoing } from './prepared-request.ts'

test('one connection carries one request after the other, and as many as are under way', async () => {
  await against(
    socket => void socket.write(OK),
    async ({ ask, connections }) => {
      for (let turn = 0; turn < 3; turn++)
        expect((await ask()).outcome).toMatchObject({ status: 200, body: 'ok' })
      expect(connections()).toBe(1)
      await Promise.all([ask(), ask(), ask()])
      expect(connections()).toBe(3)
    },
  )
})

for (const [what, answer, ends] of [
  ['says that it closes', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok', false],
  ['keeps it for no time', 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nContent-Length: 2\r\n\r\nok', false],
  ['is of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', false],
  ['sends more than the answer', `${OK}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`, false],
  ['ends the answer with the connection', 'HTTP/1.1 200 OK\r\n\r\nok', true],
  ['closes it after the answer', OK, true],
] as const) {
  test(`a connection is used once where the server ${what}`, async () => {
    await against(
      socket => {
        socket.write(answer)
        if (ends) socket.end()
      },
      async ({ ask, connections }) => {
        for (let turn = 1; turn <= 3; turn++) {
          expect((await ask()).outcome).toMatchObject({ status: 200, body: 'ok' })
          // What the server closes, or sends later, comes in a packet of its own.
          await delay(20)
          expect(connections()).toBe(turn)
        }
      },
    )
  })
}

test('trailers are read by name, and those of one answer are not of the next', async () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n'
  const answers = [`${chunked}Server-Timing: a;dur=1\r\nserver-timing: b\r\n\r\n`, `${chunked}\r\n`]
  await against(
    socket => void socket.write(answers.shift() ?? OK),
    async ({ ask }) => {
      const trailers = async (): Promise<unknown> => ((await ask()).outcome as Answered).trailers
      expect(await trailers()).toEqual({ 'server-timing': 'a;dur=1, b' })
      expect(await trailers()).toEqual({})
    },
  )
})

test('what comes on an idle connection is the answer to nothing, and ends it', async () => {
  await against(
    socket => {
      socket.write(OK)
      setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'), 10)
    },
    async ({ ask, connections }) => {
      await ask()
      await delay(50)
      expect((await ask()).outcome).toMatchObject({ body: 'ok' })
      expect(connections()).toBe(2)
    },
  )
})

test('an answer that is none is a failure, and its connection is not used again', async () => {
  await against(
    socket => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'),
    async ({ ask, connections }) => {
      const failed = { kind: 'failed', cause: 'HPE_INVALID_CONTENT_LENGTH' }
      expect((await ask()).outcome).toMatchObject(failed)
      expect((await ask()).outcome).toMatchObject(failed)
      expect(connections()).toBe(2)
    },
  )
})

test('a request that times out is told once, and what comes for it later is read by nobody', async () => {
  await against(
    (socket, _index, request) => {
      if (request.startsWith('GET /slow')) setTimeout(() => socket.write(OK), 150)
      else socket.write(OK)
    },
    async ({ ask, connections }) => {
      expect((await ask({ path: '/slow' })).outcome).toEqual({ kind: 'timed-out' })
      await delay(100)
      expect((await ask()).outcome).toMatchObject({ body: 'ok' })
      expect(connections()).toBe(2)
    },
    100,
  )
})

test('pieces of a body have the time at which each came and their size, where that is asked for', async () => {
  const pieces = ['one', 'two..', 'three']
  await against(
    socket => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      for (const [index, piece] of pieces.entries()) {
        setTimeout(() => socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`), 40 * (index + 1))
      }
      setTimeout(() => socket.write('0\r\n\r\n'), 160)
    },
    async ({ ask }) => {
      const { outcome, startedMs } = await ask({ marksChunks: true })
      if (outcome.kind !== 'answered') throw new Error('It was not answered.')
      const { chunks = [], headMs, endMs, sizes } = outcome
      expect(chunks.map(({ bytes }) => bytes)).toEqual([3, 5, 5])
      expect(sizes?.receivedBytes).toBe(47 + 8 + 10 + 10 + 5)
      // Timers may be a millisecond early.
      for (const [index, { atMs }] of chunks.entries()) {
        expect(atMs - startedMs).toBeGreaterThanOrEqual(40 * (index + 1) - 2)
      }
      const times = [startedMs, headMs, ...chunks.map(({ atMs }) => atMs), endMs]
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      const plain = await ask()
      expect(plain.outcome).not.toMatchObject({ chunks: expect.anything() })
    },
  )
})

test('a request goes out with its host, its length and its headers, once each', async () => {
  await against(
    socket => void socket.write(OK),
    async ({ ask, received }) => {
      const { outcome } = await ask({
        method: 'POST',
        path: '/a?b=%20',
        headers: { 'X-One': 'é' },
        body: 'ü',
      })
      const host = /host: (127\.0\.0\.1:\d+)\r\n/.exec(received())?.[1]
      const expected = `POST /a?b=%20 HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\naccept-encoding: gzip, deflate, br, zstd\r\nx-one: \xe9\r\ncontent-length: 2\r\n\r\n\xc3\xbc`
      expect(received()).toBe(expected)
      expect(outcome).toMatchObject({ sizes: { sentBytes: expected.length, receivedBytes: OK.length } })
      await ask({ method: 'PUT', headers: { Host: 'other', 'content-length': '0' } })
      expect(received().slice(expected.length)).toBe(
        'PUT / HTTP/1.1\r\nconnection: keep-alive\r\naccept-encoding: gzip, deflate, br, zstd\r\nhost: other\r\ncontent-length: 0\r\n\r\n',
      )
    },
  )
})

test('what can not be said in a request is a failure with its reason, and nothing is sent', async () => {
  await against(
    socket => void socket.write(OK),
    async ({ ask, received }) => {
      const wrong: Partial<Outgoing>[] = [
        { path: 'http://elsewhere/' },
        { path: '//elsewhere/' },
        { headers: { 'x-a': 'b\r\nX-Evil: c' } },
        { headers: { 'x-a': '→' } },
        { headers: { 'x a': 'b' } },
        { headers: { '': 'b' } },
        { headers: { 'Transfer-Encoding': 'chunked' } },
        { headers: { 'Content-Length': '3' }, body: 'four' },
        { headers: { Upgrade: 'websocket' } },
      ]
      for (const one of wrong) {
        expect(await ask(one)).toMatchObject({
          outcome: { kind: 'failed', cause: 'ERR_REQUEST_INVALID' },
          lost: false,
        })
      }
      expect(received()).toBe('')
    },
  )
})
