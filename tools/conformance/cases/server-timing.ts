import type { HttpCase } from '../case.ts'
import { CHUNKS, chunksOf, head, LAST } from '../bytes.ts'

const timing = (name: string, answer: string, isTimed: boolean, more: Partial<HttpCase> = {}): HttpCase => ({
  group: 'Server-Timing of the entry "db"',
  kind: 'http',
  name,
  rule: 'W3C Server Timing, 2',
  expected: isTimed ? 'timed' : 'not timed',
  script: { answers: [[answer]] },
  timing: 'db',
  asked: ['open loop', 'browser'],
  ...more,
})

const said = (...lines: string[]): string =>
  `${head('Content-Length: 5', ...lines.map(line => `Server-Timing: ${line}`))}whole`

/** What says how long the work itself took. */
export const SERVER_TIMING: readonly HttpCase[] = [
  timing('one entry', said('db;dur=1.5'), true),
  timing('a number in quotes, blanks, capitals', said('db ; DUR = "1.5"'), true),
  timing('after an entry whose description has commas', said('a;desc="x, db;dur=no, y", db;dur=2'), true),
  timing('in the second line', said('a;dur=1', 'db;dur=2'), true),
  timing('in a description only', said('a;desc="db;dur=2"'), false),
  timing('without a duration', said('db;desc=hit'), false),
  timing('a duration that is no number', said('db;dur=fast'), false),
  timing('in the trailers', `${CHUNKS}${chunksOf('whole')}0\r\nServer-Timing: db;dur=2\r\n\r\n`, true, {
    // Chromium drops all trailers; https://www.w3.org/TR/server-timing/ lets them say it.
    but: { browser: 'not timed' },
  }),
  timing('a description with a quote in it', said('db;desc="a\\"b;dur=x";dur=5'), true),
  timing('a description without an end', said('db;desc="a;dur=5'), false),
  timing('of that name in capitals', said('DB;dur=5'), false),
  timing('an exponent, a point at the start', said('db;dur=.5e1'), true),
  timing('hexadecimal', said('db;dur=0x10'), false),
  timing('a parameter without a value before it', said('db;hit;dur=5'), true),
  timing('two durations, the first no number', said('db;dur=x;dur=5'), false),
  timing('none', `${CHUNKS}${chunksOf('whole')}${LAST}`, false),
]
