import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import zlib from 'node:zlib'
import { expect, test } from '@playwright/test'
import { listening } from '../../testing/listening.ts'
import { openPolling } from './polling.ts'
import { Heard } from './testing/heard.ts'
import { writeEndlessly } from './testing/write-endlessly.ts'
import type { ConnectionOptions } from './transport.ts'

interface Case {
  name: string
  path?: string
  options?: Partial<ConnectionOptions>
  /** Answers the question of this number, from 0. */
  answer: (response: ServerResponse, turn: number, request: IncomingMessage) => void
  frames?: string[]
  causes?: string[]
  failed?: string
  asked?: Record<string, unknown>[]
}

const json = { 'content-type': 'application/json' }
const say =
  (body: string | Buffer, headers: Record<string, string> = json) =>
  (response: ServerResponse) =>
    void response.writeHead(200, headers).end(body)
const raw = (response: ServerResponse, text: string, then: (socket: Socket) => void): void => {
  const { socket } = response
  socket?.write(text, () => then(socket))
}
const cursor = (frame: string): string | undefined => (JSON.parse(frame) as { next?: string }).next
const counting = (response: ServerResponse, turn: number): void => say(`{"next":"a&${turn}"}`)(response)

const cases: Case[] = [
  {
    name: 'a body goes out as POST and JSON',
    options: { body: '{"query":"{ runs }"}' },
    answer: say('{}'),
    frames: ['{}'],
    asked: [{ method: 'POST', body: '{"query":"{ runs }"}', 'content-type': 'application/json' }],
  },
  {
    name: 'a content type of its own',
    options: { body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    answer: say('{}'),
    frames: ['{}'],
    asked: [{ body: 'a=1', 'content-type': 'application/x-www-form-urlencoded' }],
  },
  {
    name: 'a cursor in the query, encoded',
    path: '/poll?after={cursor}',
    options: { cursor },
    answer: counting,
    frames: ['{"next":"a&0"}', '{"next":"a&1"}'],
    asked: [{ url: '/poll?after=' }, { url: '/poll?after=a%260' }],
  },
  {
    name: 'a cursor in the body, as the inside of a JSON text',
    options: { cursor: () => '"x"', body: '{"after":"{cursor}"}' },
    answer: say('{}'),
    frames: ['{}', '{}'],
    asked: [{ body: '{"after":""}' }, { body: '{"after":"\\"x\\""}' }],
  },
  {
    name: 'a cursor that is a number',
    path: '/poll/{cursor}',
    options: { cursor: () => 5 },
    answer: say('{}'),
    frames: ['{}', '{}'],
    asked: [{ url: '/poll/' }, { url: '/poll/5' }],
  },
  {
    name: 'no new cursor: as before',
    path: '/poll?after={cursor}',
    options: { cursor },
    answer: (response, turn) => say(turn === 0 ? '{"next":"7"}' : '{}')(response),
    frames: ['{"next":"7"}', '{}', '{}'],
    asked: [{}, { url: '/poll?after=7' }, { url: '/poll?after=7' }],
  },
  {
    name: 'an ETag is of its own question alone',
    path: '/poll?after={cursor}',
    options: { cursor },
    answer: (response, turn) => say(`{"next":"${turn}"}`, { ...json, etag: '"e"' })(response),
    frames: ['{"next":"0"}', '{"next":"1"}'],
    asked: [{}, { 'if-none-match': 'none' }],
  },
  {
    name: 'gzip',
    answer: say(zlib.gzipSync('{"a":1}'), { ...json, 'content-encoding': 'gzip' }),
    frames: ['{"a":1}'],
    asked: [{ 'accept-encoding': 'gzip, deflate, br, zstd' }],
  },
  {
    name: 'Brotli',
    answer: say(zlib.brotliCompressSync('{"a":1}'), { ...json, 'content-encoding': 'br' }),
    frames: ['{"a":1}'],
  },
  {
    name: 'zstd',
    answer: say(zlib.zstdCompressSync('{"a":1}'), { ...json, 'content-encoding': 'zstd' }),
    frames: ['{"a":1}'],
  },
  {
    name: 'no compression by choice',
    options: { headers: { 'accept-encoding': 'identity' } },
    answer: say('{}'),
    frames: ['{}'],
    asked: [{ 'accept-encoding': 'identity' }],
  },
  { name: 'a byte order mark is no part of the text', answer: say('\uFEFF{}'), frames: ['{}'] },
  {
    name: 'under the path of the target’s address',
    options: { origin: '/sub/' },
    answer: say('{}'),
    frames: ['{}'],
    asked: [{ url: '/sub/poll' }],
  },
  {
    name: 'refused later',
    answer: (response, turn) => void (turn === 0 ? say('{}')(response) : response.writeHead(401).end()),
    frames: ['{}'],
    causes: ['status 401'],
  },
  {
    name: 'a body that is cut',
    answer: response =>
      void response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
    failed: 'UND_ERR_SOCKET (the connection was closed before the answer was whole)',
  },
  {
    name: 'a body without a length that is reset',
    answer: response => raw(response, 'HTTP/1.1 200 OK\r\n\r\n{"a', end => end.resetAndDestroy()),
    failed: 'ECONNRESET (the connection was cut)',
  },
  {
    name: 'a chunk that is cut, of a connection that was to be closed',
    answer: response =>
      raw(
        response,
        'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"a',
        end => end.end(),
      ),
    failed: 'UND_ERR_SOCKET (the connection was closed before the answer was whole)',
  },
  {
    name: 'a body without a length, up to the end of the connection',
    answer: response => raw(response, 'HTTP/1.1 200 OK\r\n\r\n{}', end => end.end()),
    frames: ['{}', '{}'],
  },
  {
    name: 'a kept connection that is reset when it is asked again: asked once more',
    answer: (response, turn) => (turn % 2 === 0 ? say('{}')(response) : response.socket?.resetAndDestroy()),
    frames: ['{}', '{}', '{}'],
  },
  {
    name: 'a POST is not asked again',
    options: { body: '{}' },
    answer: (response, turn) => (turn === 0 ? say('{}')(response) : response.socket?.resetAndDestroy()),
    frames: ['{}'],
    causes: ['ECONNRESET (the connection was cut)'],
    asked: [{}, { method: 'POST' }],
  },
  {
    name: 'an answer that is cut within its head is not asked for again',
    answer: (response, turn) =>
      turn === 0 ? say('{}')(response) : raw(response, 'HTTP/1.1 200 OK\r\nCon', end => end.destroy()),
    frames: ['{}'],
    causes: ['UND_ERR_SOCKET (the connection was closed before the answer was whole)'],
  },
  {
    name: 'a head of 200 kB',
    answer: say('{}', { ...json, 'x-long': 'x'.repeat(200_000) }),
    frames: ['{}', '{}'],
  },
  {
    name: 'interim answers are passed over',
    answer(response) {
      response.writeContinue()
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      say('{}')(response)
    },
    frames: ['{}', '{}'],
  },
  {
    name: 'a GET with a body says its length',
    options: { method: 'GET', body: '{"a":1}' },
    answer: say('{}'),
    frames: ['{}', '{}'],
    asked: [
      { method: 'GET', body: '{"a":1}' },
      { method: 'GET', body: '{"a":1}' },
    ],
  },
  {
    name: 'a body without an end',
    answer: writeEndlessly,
    failed: 'ERR_LARGE_BODY (a body of more than 32 MiB)',
  },
  {
    name: 'a bomb of gzip',
    answer: say(zlib.gzipSync(Buffer.alloc(40 * 2 ** 20)), { ...json, 'content-encoding': 'gzip' }),
    failed:
      'ERR_CONTENT_DECODING_FAILED (the body, with Content-Encoding: gzip, decodes to more than 32 MiB)',
  },
]

for (const { name, path = '/poll', options = {}, answer, frames = [], causes = [], failed, asked } of cases) {
  test(`polling: ${name}`, async () => {
    const seen: Record<string, unknown>[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      request.on('end', () => {
        seen.push({
          'last-event-id': 'none',
          'if-none-match': 'none',
          ...request.headers,
          url: request.url,
          method: request.method,
          body,
        })
        answer(response, seen.length - 1, request)
      })
    })
    await listening(server, async at => {
      const heard = new Heard()
      const origin = at + (options.origin ?? '')
      const opening = await openPolling(path, { headers: {}, everyMs: 1, ...options, origin }, heard)
      if (opening.kind === 'failed') {
        expect(opening.cause).toBe(failed)
        return
      }
      await heard.until(
        ({ causes: ended, frames: told }) => told.length >= frames.length && ended.length >= causes.length,
      )
      opening.connection.terminate()
      expect([heard.frames.slice(0, frames.length), heard.causes]).toEqual([frames, causes])
      if (asked) expect(seen).toMatchObject(asked)
    })
  })
}

test('polling: a wait beyond what a timer holds is not over at once', async () => {
  let asked = 0
  const server = createServer((_, response) => void response.end(`${asked++}`))
  await listening(server, async origin => {
    const opening = await openPolling('/', { origin, headers: {}, everyMs: 3e9 }, new Heard())
    await (await fetch(origin)).text()
    await (await fetch(origin)).text()
    expect(asked).toBe(3)
    if (opening.kind === 'open') opening.connection.terminate()
  })
})
