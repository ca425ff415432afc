import { expect, test } from '@playwright/test'
import { causeKind } from './cause-kind.ts'
import { Tally } from './tally.ts'

/** What is one of a kind in a cause, and the kind that it is counted under. */
const cases: [cause: string, kind: string][] = [
  // Addresses and ports.
  ['connect ECONNREFUSED 127.0.0.1:40112', 'connect ECONNREFUSED <address>'],
  ['connect ECONNREFUSED ::1:40112', 'connect ECONNREFUSED <address>'],
  ['connect ECONNREFUSED [::1]:8080', 'connect ECONNREFUSED <address>'],
  ['connect ETIMEDOUT fe80::1%eth0:443', 'connect ETIMEDOUT <address>'],
  ['read ECONNRESET from api.example.com:443', 'read ECONNRESET from <address>'],
  ['localhost:41233 does not answer', '<address> does not answer'],
  ['net::ERR_EMPTY_RESPONSE at http://127.0.0.1:4000/x', 'net::ERR_EMPTY_RESPONSE at http://<address>/x'],
  ['wss://user:secret@host:1/live was cut', 'wss://<address>/live was cut'],
  ['/api/agents/17?cursor=900 is late', '/api/agents/<n>?… is late'],
  // Times.
  ['at 2026-11-26T20:34:17.123Z the peer left', 'at <time> the peer left'],
  ['2026-11-26 20:34:17,5 +0100 lost', '<time> lost'],
  ['Thu, 26 Nov 2026 20:34:17 GMT: overloaded', '<time>: overloaded'],
  ['12:03:04.123 lost', '<time> lost'],
  ['took 1234 ms', 'took <n> ms'],
  ['took 120ms, more than 1.5s', 'took <n>ms, more than <n>s'],
  ['since 1764189257123', 'since <n>'],
  // Ids.
  ['request 8f14e45f-ceea-467f-a8d9-6bdb5a1c2f33 failed', 'request <id> failed'],
  ['trace 4bf92f3577b34da6a3ce929d0e0e4736 lost', 'trace <id> lost'],
  ['job 01HZXW3R7Q2VJ5K8M9N0P1Q2R3 was refused', 'job <id> was refused'],
  ['session V1StGXR8_Z5jdHi6B-myT expired', 'session <id> expired'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc is no token', '<token> is no token'],
  ['pointer 0x7f3a', 'pointer <id>'],
  ['agent-17 is gone', 'agent-<n> is gone'],
  ['user00042 is gone', 'user<n> is gone'],
  ['check: body lacks "order 4711"', 'check: body lacks "order <n>"'],
  ['closed 1013 (try again later): viewer 42 too slow', 'closed 1013 (try again later): viewer <n> too slow'],
  // What is long, or has more lines than one.
  ['the server said\n  at line 5 of x.js', 'the server said'],
  [`reads "${'Loading '.repeat(20)}"`, 'reads "…"'],
]

for (const [cause, kind] of cases) {
  test(`${JSON.stringify(cause.slice(0, 60))} is counted as ${JSON.stringify(kind)}`, () => {
    expect(causeKind(cause)).toBe(kind)
    expect(causeKind(kind), 'a kind is its own').toBe(kind)
  })
}

/** Numbers that tell kinds apart. */
const kinds = [
  'status 503',
  'check: status 200, not 202 or 204',
  '429 without Retry-After',
  "closed 4001 (the target's own code)",
  'error code 1045',
  'HTTP/1.1 505',
  'TLSv1.3 alert number 40',
  'ERR_HTTP2_STREAM_ERROR',
  'UND_ERR_SOCKET',
  'ECONNREFUSED (nothing listens there)',
  'extract: no "token"',
  'utf8 expected',
  'GET /api/v2/agents: timeout',
]

for (const kind of kinds) {
  test(`${JSON.stringify(kind)} is a kind`, () => {
    expect(causeKind(kind)).toBe(kind)
  })
}

test('a thousand failures that differ in their port are one cause, and the first of them is its example', () => {
  const tally = new Tally()
  for (let port = 0; port < 1000; port++) tally.bad(`connect ECONNREFUSED 127.0.0.1:${40_000 + port}`, port)
  expect(tally.toData()).toMatchObject({
    causes: { 'connect ECONNREFUSED <address>': 1000 },
    examples: { 'connect ECONNREFUSED <address>': 'connect ECONNREFUSED 127.0.0.1:40000' },
  })
})

test('an example that was given is kept', () => {
  const tally = new Tally()
  tally.bad('viewer 1 too slow', 0, 1, 'the whole answer')
  expect(tally.toData().examples).toEqual({ 'viewer <n> too slow': 'the whole answer' })
})

test('a cause of any length is looked through in no time', () => {
  for (const text of ['a-1.'.repeat(50_000), '"'.repeat(100_000), ':'.repeat(100_000), '1'.repeat(100_000)]) {
    expect(causeKind(text).length).toBeLessThanOrEqual(120)
  }
})
