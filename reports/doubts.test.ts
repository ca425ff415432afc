import { expect, test } from '@playwright/test'
import type { Doubt } from '../load/measure/measurement.ts'
import { describeDoubt, DOUBT_GUIDE, originOf } from './doubts.ts'

const said: [Doubt, string][] = [
  [
    { kind: 'generator-late', lateMs: 42, seconds: [[0, 42]] },
    'The load generator was up to 42 ms late, in 1 second.',
  ],
  [
    {
      kind: 'generator-late',
      lateMs: 42,
      seconds: [
        [0, 42],
        [1000, 12],
      ],
    },
    'The load generator was up to 42 ms late, in 2 seconds.',
  ],
  [
    { kind: 'times-disagree', restMs: 63, exceeding: 0, of: 1000 },
    'The parts that the target tells leave 63 ms of the whole unaccounted for (p95).',
  ],
  [
    { kind: 'times-disagree', restMs: 0, exceeding: 900, of: 1000 },
    'In 900 of 1,000 answers the target tells more time of the parts than the whole took.',
  ],
  [
    { kind: 'machine-busy', share: 0.634, seconds: [[0, 0.634]], spanMs: 10_000 },
    "Other programs took up to 63.4 % of the test machine's processors, in 10 seconds, and the target runs there too.",
  ],
  [{ kind: 'generator-saturated', utilisation: 0.98 }, 'The load generator was busy 98 % of the time.'],
  [
    { kind: 'cpu-starved', utilisation: 0.88, cpu: 0.22 },
    'The load generator needed 88 % of a core and got 22 %.',
  ],
  [{ kind: 'load-not-applied', wanted: 1000, applied: 400 }, 'Only 400 of 1,000 units of load were applied.'],
  [
    { kind: 'audit-warned', warnings: ['The page was redirected.', 'Data are stored.'], isOther: true },
    'Lighthouse warned: The page was redirected. Data are stored.',
  ],
  [{ kind: 'fault-not-seen', wanted: 1049, seen: 12 }, 'Only 12 of 1,049 connections were cut.'],
  [{ kind: 'fault-not-seen', wanted: 100, seen: 9, of: 'leaders' }, 'Only 9 of 100 leaders were lost.'],
  [
    { kind: 'signed-out', found: 'status 401 at /api' },
    'The sign-in ended while this was measured (status 401 at /api).',
  ],
  [{ kind: 'clock-uncertain', errorMs: 3 }, 'The clocks agree only to within 3.0 ms.'],
  [
    { kind: 'connections-recycled', lost: 1 },
    '1 request was lost on connections that the target had just closed.',
  ],
  [
    { kind: 'connections-recycled', lost: 12 },
    '12 requests were lost on connections that the target had just closed.',
  ],
  [
    { kind: 'connections-recycled', lost: 0, resent: 1 },
    '1 request was sent again, as a browser does, because the target had just closed the connection.',
  ],
  [
    { kind: 'connections-recycled', lost: 2, resent: 1200 },
    '2 requests were lost on connections that the target had just closed. 1,200 requests were sent again, as a browser does, because the target had just closed the connection.',
  ],
]
for (const [doubt, text] of said) {
  test(`a doubt says how large it is and what to do next: ${text}`, () => {
    expect(describeDoubt(doubt)).toBe(`${text} ${DOUBT_GUIDE[doubt.kind].remedy}`)
  })
}

test("load that was refused is the target's doing, and load that was not applied is the machine's", () => {
  const less = { kind: 'load-not-applied', wanted: 100, applied: 40 } as const
  expect(originOf({ ...less, cause: 'status 429' })).toBe('target')
  expect(originOf(less)).toBe('machine')
  // Lighthouse warns of much that voids nothing.
  expect(originOf({ kind: 'audit-warned', warnings: ['A redirect.'], isOther: true })).toBe('run')
  expect(originOf({ kind: 'audit-warned', warnings: ['Slow.'], isOther: false })).toBe('machine')
})
