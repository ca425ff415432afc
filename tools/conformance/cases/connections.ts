import type { HttpCase } from '../case.ts'
import { CHUNKS, chunksOf, head, headOf, LAST, WHOLE } from '../bytes.ts'
import { END, RESET } from '../raw-server.ts'
import type { Script, Step } from '../raw-server.ts'

const interim = (name: string, steps: Step[], more: Partial<HttpCase> = {}): HttpCase => ({
  group: 'Interim answers',
  kind: 'http',
  name,
  rule: 'RFC 9110, 15.2',
  expected: 'good',
  script: { answers: [steps] },
  ...more,
})

const reused = (
  name: string,
  script: Omit<Script, 'byConnection'>,
  more: Partial<HttpCase> = {},
): HttpCase => ({
  group: 'Connections that end',
  kind: 'http',
  name,
  rule: 'RFC 9112, 9.3.1',
  expected: 'good',
  script: { ...script, byConnection: true },
  ...more,
})

const slow = (name: string, steps: Step[], more: Partial<HttpCase> = {}): HttpCase => ({
  ...interim(name, steps),
  group: 'Slow answers',
  rule: 'the time-out that is set',
  ...more,
})

const EARLY = headOf('103 Early Hints', 'Link: </a.css>; rel=preload')
/** What is never answered is given up after so long: shorter than any closed loop lasts. */
const timesOut = { expected: 'timeout', timeoutMs: 300 }

/** What goes before an answer, what becomes of a connection after it, and what takes its time. */
export const CONNECTIONS: readonly HttpCase[] = [
  interim('100 before the answer', [headOf('100 Continue'), WHOLE]),
  interim('103 before the answer, in one packet', [`${EARLY}${WHOLE}`]),
  interim('three before the answer', [headOf('102 Processing'), EARLY, headOf('100 Continue'), WHOLE]),
  interim('one that nobody knows', [headOf('150 Later'), WHOLE]),
  interim('103 and chunks', [EARLY, `${CHUNKS}${chunksOf('whole')}${LAST}`]),
  interim('103, and the end', [EARLY, END], { expected: 'cut off' }),
  interim('100, and a reset', [headOf('100 Continue'), RESET], { expected: 'cut off' }),
  reused('closed after each answer, and told', {
    answers: [[`${head('Content-Length: 5', 'Connection: close')}whole`, END]],
  }),
  reused('closed after each answer, and not told', { answers: [[WHOLE, END]] }),
  reused('the answer and the end in one packet', { answers: [[WHOLE, END]] }),
  reused('reset after each answer', { answers: [[WHOLE, RESET]] }),
  reused('told to be closed, and kept', {
    answers: [[`${head('Content-Length: 5', 'Connection: close')}whole`]],
  }),
  reused('closed when the second request comes', { answers: [[WHOLE], [END]] }),
  reused('reset when the second request comes', { answers: [[WHOLE], [RESET]] }),
  reused(
    'closed when the second request comes, which is a POST',
    { answers: [[WHOLE], [END]] },
    {
      method: 'POST',
      expected: 'good + lost',
      asked: ['open loop', 'closed loop', 'users', 'browser'],
      // Chromium sends again whatever had no byte of an answer on a connection that had carried another.
      but: { browser: 'good' },
    },
  ),
  reused(
    'the second answer is cut off',
    { answers: [[WHOLE], [`${head('Content-Length: 9')}whole`, END]] },
    {
      expected: 'good + cut off',
      rule: 'RFC 9112, 8',
    },
  ),
  reused(
    'the second answer is cut off within its head',
    { answers: [[WHOLE], ['HTTP/1.1 2', END]] },
    {
      expected: 'good + cut off',
      rule: 'RFC 9112, 8',
    },
  ),
  reused(
    '408 to the second request, and closed',
    { answers: [[WHOLE], [headOf('408 Request Timeout', 'Connection: close', 'Content-Length: 0'), END]] },
    // Servers say so of a connection that was idle for too long, and Chromium sends again.
    { rule: 'RFC 9110, 15.5.9' },
  ),
  slow('a head that drips', [
    ...'HTTP/1.1 200 OK'.split('').flatMap(one => [one, { waitMs: 2 }]),
    WHOLE.slice(15),
  ]),
  slow('a pause between head and body', [head('Content-Length: 5'), { waitMs: 100 }, 'whole']),
  slow('a pause between chunks', [
    CHUNKS,
    chunksOf('who'),
    { waitMs: 100 },
    chunksOf('le'),
    { waitMs: 50 },
    LAST,
  ]),
  slow('no answer', [], timesOut),
  slow('no end of the head', ['HTTP/1.1 200 OK\r\n'], timesOut),
  slow('no end of the body', [`${head('Content-Length: 9')}whole`], timesOut),
  slow('no last chunk', [`${CHUNKS}${chunksOf('whole')}`], timesOut),
  slow('an interim answer and no other', [EARLY], timesOut),
]
