import { expect, test } from '@playwright/test'
import type { RunReport } from '../../run-report.ts'
import { adviceBy, events, runOf, SECONDS, series, sloOf, times, visits } from '../testing/example-run.ts'

const steady = { stage: 'steady' }
const slos = [
  sloOf('realtime.latency', 'p(95)<100', { minSamples: 1000 }),
  sloOf('realtime.paint', 'p(95)<1000'),
]

interface Spans {
  received: number
  dom: number
  frame: number
}

/** A fleet that reports, with so many frames a second to each of 9 viewers. */
function fleet(
  latencyMs: (through: number, index: number) => number,
  spans: Spans,
  framesPerSecond = 20,
): RunReport {
  const { received, dom, frame } = spans
  return runOf(slos, [
    events('realtime.connect', { side: 'viewer' }, 9),
    events('realtime.frames', steady, 9 * SECONDS * framesPerSecond),
    times('realtime.latency', steady, latencyMs),
    visits('realtime.paint', {}, [received + dom + frame]),
    visits('realtime.paint.received', {}, [received]),
    visits('realtime.paint.dom', {}, [dom]),
    visits('realtime.paint.frame', {}, [frame]),
    series('target.cpu', 'ratio', {}, [0.1, 0.1, 0.1]),
  ])
}

const quick = { received: 20, dom: 3, frame: 18 }
/** Spread evenly over a length of time. */
const evenly = (ms: number) => (_: number, index: number) => ((index % 100) / 100) * ms
const RULES = ['coalescing', 'dom-work', 'frame-wait', 'late-updates']

const CASES: [rule: string, run: () => RunReport, says: RegExp][] = [
  ['coalescing', () => fleet(evenly(200), quick, 5), /sends what it gathered every 200 ms/],
  ['dom-work', () => fleet(() => 20, { ...quick, dom: 1500 }), /1\.50 s until it is in the DOM/],
  ['frame-wait', () => fleet(() => 20, { ...quick, frame: 1500 }), /1\.50 s until the paint/],
  [
    'late-updates',
    () => fleet(() => 1500, { ...quick, received: 1500 }),
    /all of them alike: the quickest twentieth takes 1\.50 s.*1\.50 s pass until the page receives.*10 % of a core.*it waits/,
  ],
  [
    'late-updates',
    () => fleet((_, index) => (index % 10 === 0 ? 900 : 20), quick),
    /^Some updates.*half arrive within 20 ms/,
  ],
]
for (const [rule, run, says] of CASES) {
  test(`${rule} tells where updates lose their time (${says.source.slice(0, 20)}), and no other rule does`, () => {
    const report = run()
    expect(adviceBy(rule, report)?.text).toMatch(says)
    expect(adviceBy(rule, report)?.priority).toBe('HIGH')
    for (const other of RULES) if (other !== rule) expect(adviceBy(other, report), other).toBeUndefined()
    expect(adviceBy(rule, fleet(evenly(50), quick))).toBeUndefined()
  })
}

test('handshakes that all take long are told from those that queue up', () => {
  const slo = [sloOf('realtime.connect.time', 'p(95)<1000', { minSamples: 1000 })]
  const run = (at: (through: number) => number): RunReport =>
    runOf(slo, [times('realtime.connect.time', {}, at)])
  expect(
    adviceBy(
      'slow-handshakes',
      run(() => 1500),
    )?.text,
  ).toMatch(/^Each handshake takes as long/)
  expect(
    adviceBy(
      'slow-handshakes',
      run(through => 3000 * through),
    )?.text,
  ).toMatch(/^Handshakes queue up/)
  expect(
    adviceBy(
      'slow-handshakes',
      run(() => 100),
    ),
  ).toBeUndefined()
})

test('polls that are answered late are told apart from what grows old between them, and no wait is blamed on the answers', () => {
  const polling = [sloOf('realtime.polling', 'p(95)<1000'), sloOf('realtime.polling.age', 'p(95)<1000')]
  const run = (ms: number): RunReport =>
    runOf(polling, [times('realtime.polling', {}, () => ms), times('realtime.polling.age', {}, () => ms / 2)])
  expect(adviceBy('slow-polling', run(2000))).toMatchObject({
    judgements: ['realtime.polling', 'realtime.polling.age'],
    text: expect.stringMatching(
      /gets an answer every 2\.00 s .*; the quickest twentieth after 2\.00 s, the slowest/,
    ),
  })
  const old = runOf(polling, [
    times('realtime.polling', {}, () => 500),
    times('realtime.polling.age', {}, () => 900),
  ])
  expect(adviceBy('slow-polling', old)).toMatchObject({
    judgements: ['realtime.polling.age'],
    text: expect.stringContaining(
      'an answer every 500 ms (median, realtime.polling), and what it holds grows old',
    ),
    next: expect.stringContaining('poll more often'),
  })
  expect(adviceBy('slow-polling', run(500))).toBeUndefined()
})

test('connections that come back late are a herd where they are refused or queue, and slow handshakes where each takes long', () => {
  const drop = { cause: 'drop' }
  const slo = [
    sloOf('realtime.recovery', 'rate>=0.9', { by: 'cause', unit: 'ratio' }),
    sloOf('realtime.recovery.time', 'p(95)<5000', { by: 'cause' }),
  ]
  const run = (late: number, refused: number, at: (through: number) => number): RunReport =>
    runOf(slo, [
      events('realtime.recovery', drop, 1000, { 'back after more than five seconds': late }),
      events('realtime.recovery.tries', drop, 1000 + refused, refused > 0 ? { 'status 503': refused } : {}),
      times('realtime.recovery.time', drop, at),
      series('load.reconnects', 'per-second', drop, [0, 800, 200]),
    ])
  const herd = adviceBy(
    'herd',
    run(400, 600, through => 9000 * through),
  )
  expect(herd?.text).toContain('600 of 1,000 connections are back within 5 s of the outage (drop)')
  expect(herd?.text).toContain(
    'At the peak 800 attempts came in a second, and 37.5 % of all were refused (status 503)',
  )
  expect(
    adviceBy(
      'herd',
      run(400, 0, through => 9000 * through),
    )?.text,
  ).toContain('none was refused')
  const each = run(1000, 0, () => 6300)
  expect(adviceBy('slow-recovery', each)?.next).toMatch(/^The herd is not why/)
  expect(adviceBy('herd', each)).toBeUndefined()
  const well = run(0, 0, through => 900 * through)
  for (const rule of ['herd', 'slow-recovery']) expect(adviceBy(rule, well)).toBeUndefined()
})
