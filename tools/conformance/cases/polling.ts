import { gzipSync } from 'node:zlib'
import type { HttpCase } from '../case.ts'
import { answerOf, head, headOf, offered, WHOLE } from '../bytes.ts'
import { END } from '../raw-server.ts'
import type { Step } from '../raw-server.ts'

const poll = (name: string, answers: Step[][], more: Partial<HttpCase> = {}): HttpCase => ({
  group: 'Polling',
  kind: 'http',
  name,
  rule: 'RFC 9110, 15',
  expected: 'good',
  script: { answers },
  asked: ['pollers', 'browser'],
  body: '',
  ...more,
})

const JSON_TYPE = 'Content-Type: application/json'
const whole = Buffer.from('{"state":"whole"}')
const LONG = Buffer.from(JSON.stringify({ items: 'x'.repeat(300_000), state: 'whole' }))
const seen = { body: 'whole' }

/** What is asked again and again. */
export const POLLING: readonly HttpCase[] = [
  poll('JSON', [[answerOf(whole, JSON_TYPE)]], seen),
  poll(
    'JSON of 300 kB, in packets',
    [[head(JSON_TYPE, `Content-Length: ${LONG.length}`), LONG.subarray(0, 1e5), LONG.subarray(1e5)]],
    seen,
  ),
  poll(
    'JSON that is compressed where that is offered',
    [
      [
        offered(
          'accept-encoding',
          'gzip',
          answerOf(gzipSync(whole), JSON_TYPE, 'Content-Encoding: gzip'),
          `${head('Content-Length: 2')}{}`,
        ),
      ],
    ],
    seen,
  ),
  poll('204, and nothing new', [[headOf('204 No Content')]]),
  poll('200 of nothing', [[head('Content-Length: 0')]]),
  poll(
    '304 to the tag that was given',
    [
      [`${head('ETag: "1"', 'Content-Length: 5')}whole`],
      [
        offered(
          'if-none-match',
          '"1"',
          headOf('304 Not Modified', 'ETag: "1"'),
          headOf('500 No tag', 'Content-Length: 0'),
        ),
      ],
    ],
    {
      rule: 'RFC 9110, 13.1.2',
      // A page that wants no stored answer gives no tag.
      but: { browser: 'good + status 500' },
    },
  ),
  poll('long: 150 ms without an answer', [[{ waitMs: 150 }, WHOLE]], seen),
  poll('closed after each answer', [[WHOLE, END]], seen),
]
