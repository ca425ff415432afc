import type { ServerResponse } from 'node:http'
import zlib from 'node:zlib'
import { expect, test } from '@playwright/test'
import { playStreamCase, STREAM_HEAD } from './testing/stream-case.ts'
import type { StreamCase } from './testing/stream-case.ts'
import { writeEndlessly } from './testing/write-endlessly.ts'

const text =
  (...chunks: (string | Uint8Array)[]) =>
  (response: ServerResponse) => {
    response.writeHead(200, STREAM_HEAD)
    for (const chunk of chunks) response.write(chunk)
  }
const whole = (body: string) => (response: ServerResponse) =>
  void response.writeHead(200, STREAM_HEAD).end(body)
const packed = (encoding: string, pack: (bytes: string) => Buffer) => (response: ServerResponse) =>
  void response
    .writeHead(200, { ...STREAM_HEAD, 'content-encoding': encoding })
    .write(pack('data: packed\n\n'))
const earth = Buffer.from('data: 🌍\n\n')

const cases: StreamCase[] = [
  {
    name: 'LF',
    answers: [text('data: 1\n\ndata: 2\n\n')],
    frames: [
      ['message', '1'],
      ['message', '2'],
    ],
  },
  {
    name: 'CR',
    answers: [text('data: 1\r\rdata: 2\r\r')],
    frames: [
      ['message', '1'],
      ['message', '2'],
    ],
  },
  {
    name: 'CRLF cut between CR and LF',
    answers: [text('data: 1\r', '\n\r', '\ndata: 2\r\n\r\n')],
    frames: [
      ['message', '1'],
      ['message', '2'],
    ],
  },
  { name: 'a byte order mark', answers: [text('\uFEFFdata: 1\n\n')], frames: [['message', '1']] },
  {
    name: 'a character cut over three chunks',
    answers: [text(earth.subarray(0, 7), earth.subarray(7, 8), earth.subarray(8))],
    frames: [['message', '🌍']],
  },
  {
    name: 'data of several lines',
    answers: [text('data: {\ndata: "a": 1\ndata: }\n\n')],
    frames: [['message', '{\n"a": 1\n}']],
  },
  {
    name: 'named events',
    answers: [text('event: added\ndata: 1\n\ndata: 2\n\nevent: gone\ndata: 3\n\n')],
    frames: [
      ['added', '1'],
      ['message', '2'],
      ['gone', '3'],
    ],
  },
  {
    name: 'only the events that are listened to',
    options: { event: ['gone'] },
    answers: [text('event: added\ndata: 1\n\nevent: gone\ndata: 3\n\n')],
    frames: [['gone', '3']],
  },
  {
    name: 'a name without data is no event, and not the next one’s',
    answers: [text('event: added\n\ndata: 1\n\n')],
    frames: [['message', '1']],
  },
  {
    name: 'gzip, flushed event by event',
    answers: [packed('gzip', bytes => zlib.gzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH }))],
    frames: [['message', 'packed']],
  },
  {
    name: 'deflate',
    answers: [packed('deflate', bytes => zlib.deflateSync(bytes))],
    frames: [['message', 'packed']],
  },
  {
    name: 'deflate without the head of zlib, which some send, a byte at a time',
    answers: [
      response => {
        response.writeHead(200, { ...STREAM_HEAD, 'content-encoding': 'deflate' })
        const bytes = zlib.deflateRawSync('data: packed\n\n', { finishFlush: zlib.constants.Z_SYNC_FLUSH })
        for (const byte of bytes) response.write(Buffer.of(byte))
      },
    ],
    frames: [['message', 'packed']],
  },
  {
    name: 'Brotli',
    answers: [packed('br', bytes => zlib.brotliCompressSync(bytes))],
    frames: [['message', 'packed']],
  },
  {
    name: 'zstd',
    answers: [packed('zstd', bytes => zlib.zstdCompressSync(bytes))],
    frames: [['message', 'packed']],
  },
  {
    name: 'bytes that are no gzip',
    answers: [packed('gzip', () => Buffer.from('no gzip at all'))],
    causes: ['Z_DATA_ERROR (incorrect header check)'],
  },
  {
    name: 'asked for by POST with a body',
    options: { body: '{"run":1}', headers: { authorization: 'Bearer x' } },
    answers: [text('data: 1\n\n')],
    frames: [['message', '1']],
    asked: [
      {
        method: 'POST',
        body: '{"run":1}',
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: 'Bearer x',
      },
    ],
  },
  {
    name: 'ended on purpose: asked for again after its retry, with its last id',
    answers: [whole('retry: 10\nid: 7\ndata: 1\n\n'), text('data: 2\n\n')],
    frames: [
      ['message', '1'],
      ['message', '2'],
    ],
    asked: [{ 'last-event-id': 'none' }, { 'last-event-id': '7' }],
  },
  {
    name: 'the last id stays when the next stream has none, and an empty one resets it',
    answers: [
      whole('retry: 10\nid: é\ndata: 1\n\n'),
      whole('data: 2\n\n'),
      whole('id\ndata: 3\n\n'),
      text('data: 4\n\n'),
    ],
    frames: [
      ['message', '1'],
      ['message', '2'],
      ['message', '3'],
      ['message', '4'],
    ],
    asked: [{}, { 'last-event-id': 'Ã©' }, { 'last-event-id': 'Ã©' }, { 'last-event-id': 'none' }],
  },
  {
    name: 'an id of an event that was cut off is not the last',
    answers: [whole('retry: 10\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n'), text('data: 3\n\n')],
    frames: [
      ['message', '1'],
      ['message', '3'],
    ],
    asked: [{}, { 'last-event-id': '1' }],
  },
  {
    name: 'a retry that is no number is none',
    answers: [whole('retry: 10\n\nretry: soon\n\n'), text('data: 1\n\n')],
    frames: [['message', '1']],
  },
  {
    name: 'ended for good: 204',
    answers: [whole('retry: 10\ndata: 1\n\n'), response => void response.writeHead(204).end()],
    frames: [['message', '1']],
    causes: ['stream ended for good (status 204)'],
  },
  {
    name: 'not given again',
    answers: [whole('retry: 10\ndata: 1\n\n'), response => void response.writeHead(503).end()],
    frames: [['message', '1']],
    causes: ['stream ended, and was not given again: status 503'],
  },
  {
    name: 'a page instead of a stream',
    answers: [response => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
    failed: 'content type text/html',
  },
  {
    name: 'an event without an end',
    answers: [
      response => {
        response.writeHead(200, STREAM_HEAD).write('data: ')
        writeEndlessly(response)
      },
    ],
    causes: ['ERR_LARGE_EVENT (an event of more than 32 MiB)'],
  },
]

for (const one of cases) {
  test(`a stream of server-sent events: ${one.name}`, async () => {
    const { name: _, answers: __, options: ___, ...expected } = one
    expect(await playStreamCase(one)).toMatchObject({
      frames: [],
      causes: [],
      interruptions: [],
      ...expected,
    })
  })
}
