import type { ServerResponse } from 'node:http'
import { expect, test } from '@playwright/test'
import { playStreamCase, STREAM_HEAD } from './testing/stream-case.ts'
import type { StreamCase } from './testing/stream-case.ts'

const text =
  (...chunks: (string | Uint8Array)[]) =>
  (response: ServerResponse) => {
    response.writeHead(200, STREAM_HEAD)
    for (const chunk of chunks) response.write(chunk)
  }
const whole = (body: string) => (response: ServerResponse) =>
  void response.writeHead(200, STREAM_HEAD).end(body)
const cut = (body: string) => (response: ServerResponse) =>
  void response.writeHead(200, STREAM_HEAD).write(body, () => response.destroy())
const gone = (response: ServerResponse): void => void response.destroy()
const RESET = 'UND_ERR_SOCKET (the connection was closed before the answer was whole)'

const cases: StreamCase[] = [
  {
    name: 'cut in mid-chunk',
    answers: [
      response => {
        text('data: 1\n\n')(response)
        setImmediate(() => response.destroy())
      },
    ],
    interruptions: [RESET],
  },
  {
    name: 'a stream that is shorter than it said is cut',
    answers: [
      response =>
        void response
          .writeHead(200, { ...STREAM_HEAD, 'content-length': 100 })
          .write('data: 1\n\n', () => response.destroy()),
    ],
    frames: [['message', '1']],
    interruptions: [RESET],
  },
  {
    name: 'cut, and resumed after its retry with its last id',
    answers: [cut('retry: 1\nid: 7\ndata: 1\n\nid: 8\ndata: 2'), text('data: 3\n\n')],
    frames: [
      ['message', '1'],
      ['message', '3'],
    ],
    interruptions: [RESET, 'resumed'],
    asked: [{}, { 'last-event-id': '7' }],
  },
  {
    name: 'cut again and again',
    answers: [cut('retry: 1\ndata: 1\n\n'), cut('data: 2\n\n'), text('data: 3\n\n')],
    frames: [
      ['message', '1'],
      ['message', '2'],
      ['message', '3'],
    ],
    interruptions: [RESET, 'resumed', RESET, 'resumed'],
  },
  {
    name: 'cut, and not to be had for a while',
    answers: [cut('retry: 1\ndata: 1\n\n'), gone, gone, text('data: 2\n\n')],
    frames: [
      ['message', '1'],
      ['message', '2'],
    ],
    interruptions: [RESET, 'resumed'],
  },
  {
    name: 'ended, and not to be had for a while',
    answers: [whole('retry: 1\ndata: 1\n\n'), gone, text('data: 2\n\n')],
    frames: [
      ['message', '1'],
      ['message', '2'],
    ],
    interruptions: [RESET, 'resumed'],
  },
  {
    name: 'cut, and refused when it is asked for again',
    answers: [cut('retry: 1\ndata: 1\n\n'), response => void response.writeHead(401).end()],
    frames: [['message', '1']],
    interruptions: [RESET],
    causes: ['stream ended, and was not given again: status 401'],
  },
  {
    name: 'cut, and no more of it',
    answers: [cut('retry: 1\ndata: 1\n\n'), response => void response.writeHead(204).end()],
    interruptions: [RESET],
    causes: ['stream ended for good (status 204)'],
  },
  { name: 'cut before it was there', answers: [gone], failed: RESET },
]

for (const one of cases) {
  test(`a stream of server-sent events that is cut: ${one.name}`, async () => {
    const { name: _, answers: __, options: ___, ...expected } = one
    expect(await playStreamCase(one)).toMatchObject({
      frames: [],
      causes: [],
      interruptions: [],
      ...expected,
    })
  })
}
