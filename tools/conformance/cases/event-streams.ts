import { gzipSync } from 'node:zlib'
import type { StreamCase } from '../case.ts'
import { byBytes, chunksOf, head, headOf, offered } from '../bytes.ts'
import { END, RESET } from '../raw-server.ts'
import type { Step } from '../raw-server.ts'
import { wideZstd } from './codings.ts'
import { leading } from './statuses.ts'

const HEAD = head('Content-Type: text/event-stream')
const RULE = 'HTML, 9.2'

const stream = (
  name: string,
  steps: Step[],
  messages: string[],
  more: Partial<StreamCase> = {},
): StreamCase => ({
  group: 'Server-sent events',
  kind: 'sse',
  name,
  rule: RULE,
  expected: 'open',
  script: { answers: [steps] },
  messages,
  ...more,
})

const refused = (name: string, steps: Step[]): StreamCase =>
  stream(name, steps, [], { expected: 'never open' })

const redirected = (code: string): StreamCase =>
  stream(`${code}, elsewhere`, [leading(`${code} Moved`, '/there', `${HEAD}data: a\n\n`)], ['a'])

const zipped = gzipSync('data: a\n\ndata: b\n\n')

/** Streams of events. */
export const EVENT_STREAMS: readonly StreamCase[] = [
  ...['301', '302', '303', '307', '308'].map(redirected),
  refused('302 to itself for ever', [leading('302 Moved', '/case')]),
  stream('lines that end with LF', [HEAD, 'data: a\n\ndata: b\n\n'], ['a', 'b']),
  stream('lines that end with CRLF', [HEAD, 'data: a\r\n\r\ndata: b\r\n\r\n'], ['a', 'b']),
  stream('lines that end with CR', [HEAD, 'data: a\r\rdata: b\r\r:\r'], ['a', 'b']),
  stream('byte by byte', [HEAD, ...byBytes('data: a\r\n\r\n: x\r\ndata:b\r\n\r\n')], ['a', 'b']),
  stream('data of several lines', [HEAD, 'data: a\ndata:\ndata:  b\n\n'], ['a\n\n b']),
  stream('no blank after the colon, no colon', [HEAD, 'data:a\n\ndata\n\n'], ['a', '']),
  stream('comments, and fields that nobody knows', [HEAD, ':\n: hello\nfoo: bar\ndata: a\n\n'], ['a']),
  stream('an event without data', [HEAD, 'event: update\n\ndata: a\n\n'], ['a']),
  stream(
    'named events',
    [HEAD, 'event: update\ndata: a\n\nevent:update\ndata: b\n\ndata: c\n\n'],
    ['a', 'b', 'c'],
  ),
  stream('a byte order mark', [HEAD, '\xef\xbb\xbfdata: a\n\n'], ['a']),
  stream('a letter in two packets', [HEAD, 'data: Gr\xc3', '\xbc\xc3\x9fe\n\n'], ['Grüße']),
  stream('with the head in one packet', [`${HEAD}data: a\n\n`], ['a']),
  stream(
    'in chunks, across events',
    [
      head('Content-Type: text/event-stream', 'Transfer-Encoding: chunked'),
      chunksOf('data: a\n', '\ndata: b', '\n\n'),
    ],
    ['a', 'b'],
  ),
  stream(
    'a type with a character set',
    [head('content-type: Text/Event-Stream; charset=utf-8'), 'data: a\n\n'],
    ['a'],
  ),
  stream(
    'compressed, where that is offered',
    [
      offered(
        'accept-encoding',
        'gzip',
        Buffer.concat([
          Buffer.from(
            head(
              'Content-Type: text/event-stream',
              'Content-Encoding: gzip',
              `Content-Length: ${zipped.length + 1}`,
            ),
          ),
          zipped,
        ]),
        `${HEAD}data: a\n\ndata: b\n\n`,
      ),
    ],
    ['a', 'b'],
  ),
  stream(
    'zstd with a window of 16 MB',
    [
      Buffer.concat([
        Buffer.from(head('Content-Type: text/event-stream', 'Content-Encoding: zstd')),
        wideZstd('data: a\n\n'),
      ]),
    ],
    [],
    // Chromium asks again and again, and tells the page no error that ends it.
    { rule: 'RFC 9659, 3', expected: 'lost', but: { browser: 'open' } },
  ),
  stream('ended, and resumed where it ended', [], ['a', 'b after 1'], {
    script: {
      answers: [
        [`${HEAD}retry: 20\nid: 1\ndata: a\n\n`, END],
        [HEAD, ({ headers }) => `data: b after ${headers.get('last-event-id')}\n\n`],
      ],
    },
  }),
  stream('ended within an event, which is none', [], ['a', 'c'], {
    script: { answers: [[`${HEAD}retry: 20\ndata: a\n\ndata: b\n`, END], [`${HEAD}data: c\n\n`]] },
  }),
  stream('ended twice, and resumed where the first ended', [], ['a', 'b after 1', 'c after 1'], {
    script: {
      answers: [
        [`${HEAD}retry: 20\nid: 1\ndata: a\n\n`, END],
        [HEAD, ({ headers }) => `data: b after ${headers.get('last-event-id')}\n\n`, END],
        [HEAD, ({ headers }) => `data: c after ${headers.get('last-event-id')}\n\n`],
      ],
    },
  }),
  stream('ids that are emptied, and an id that is none', [], ['a', 'b after undefined'], {
    script: {
      answers: [
        [`${HEAD}retry: 20\nid: 1\ndata: a\n\nid\n\nid: 2\0\n\n`, END],
        [HEAD, ({ headers }) => `data: b after ${headers.get('last-event-id')}\n\n`],
      ],
    },
  }),
  stream('cut off within a chunk, and resumed', [], ['a', 'b'], {
    script: {
      answers: [
        [
          head('Content-Type: text/event-stream', 'Transfer-Encoding: chunked'),
          `${chunksOf('retry: 20\nretry: 9x\ndata: a\n\n')}9\r\nda`,
          END,
        ],
        [`${HEAD}data: b\n\n`],
      ],
    },
  }),
  stream('ended, and then 503: no more', [], ['a'], {
    expected: 'lost',
    script: {
      answers: [[`${HEAD}retry: 20\ndata: a\n\n`, END], [headOf('503 Busy', 'Content-Length: 0')], [HEAD]],
    },
  }),
  stream(
    'names that are none: capitals, a blank before the colon',
    [HEAD, 'DATA: x\ndata : x\ndata:\ta\n\n'],
    ['\ta'],
  ),
  stream('reset, and resumed', [], ['a', 'b'], {
    script: { answers: [[`${HEAD}retry: 20\ndata: a\n\n`, RESET], [`${HEAD}data: b\n\n`]] },
  }),
  stream('ended, and then 204: no more', [], ['a'], {
    expected: 'lost',
    script: { answers: [[`${HEAD}retry: 20\ndata: a\n\n`, END], [headOf('204 No Content')]] },
  }),
  refused('204', [headOf('204 No Content')]),
  refused('401', [headOf('401 Unauthorized', 'Content-Length: 0')]),
  refused('500 of the right type', [headOf('500 Oh', 'Content-Type: text/event-stream'), 'data: a\n\n']),
  refused('another type', [`${head('Content-Type: text/html', 'Content-Length: 9')}data: a\n\n`]),
  refused('no type', [`${head('Content-Length: 9')}data: a\n\n`]),
]
