import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../load/measure/measurement.ts'
import type { RunReport } from '../../run-report.ts'
import { adviceBy, runOf, series, sloOf, times } from '../testing/example-run.ts'

const latency = sloOf('api.latency', 'p(95)<200', { by: 'endpoint', minSamples: 1000 })

type At = (through: number, index: number) => number

interface Requests {
  /** From the moment a request was due to its end. */
  at: At
  service?: At
  ttfb?: At
}

/** All that the suite measures of an endpoint under a steady load; a part that is not told is the whole. */
function asked(endpoint: string, { at, service = at, ttfb = service }: Requests): Measurement[] {
  const labels = { endpoint }
  return [
    times('api.latency', labels, at),
    times('api.service', labels, service),
    times('api.ttfb', labels, ttfb),
  ]
}

const run = (slow: Requests, other: Requests, more: Measurement[] = [], cpu = 0.1): RunReport =>
  runOf(
    [latency],
    [
      ...asked('GET /slow', slow),
      ...asked('GET /other', other),
      series(
        'target.cpu',
        'ratio',
        {},
        Array.from({ length: 20 }, () => cpu),
      ),
      ...more,
    ],
  )

const always =
  (ms: number): At =>
  () =>
    ms
const atTimes: At = (_, index) => (index % 10 === 0 ? 900 : 5)
const quick = { at: always(3) }
const RULES = [
  'queue-grows',
  'cpu-full',
  'stalls',
  'slow-body',
  'slow-connect',
  'slow-endpoint',
  'slow-first-byte',
]

const CASES: [rule: string, report: () => RunReport, says: RegExp, next: RegExp][] = [
  [
    'slow-endpoint',
    () => run({ at: always(545) }, quick),
    /^GET \/slow p95 545 ms, where GET \/other takes 3\.0 ms under the same load\. api\.latency \(GET \/slow\) \(limit 200 ms\)\. 545 ms of 545 ms pass before the first byte, in every request alike.*10 % of a core.*it waits/,
    /what it waits for/,
  ],
  [
    'slow-endpoint',
    () => run({ at: (_, index) => (index % 10 === 0 ? 900 : 5) }, { at: always(3) }, [], 0.7),
    /and only in some: half take 5\.0 ms/,
    /Profile its handler/,
  ],
  [
    'slow-first-byte',
    () => run({ at: always(545) }, { at: always(500) }),
    /^The target takes long to begin an answer: api\.latency \(GET \/slow\) p95 545 ms.*api\.latency \(GET \/other\)/,
    /what it waits for/,
  ],
  [
    'slow-body',
    () => run({ at: always(545), ttfb: always(5) }, quick),
    /the first byte is there after 5\.0 ms, the last after 545 ms/,
    /how the body is made/,
  ],
  [
    'slow-connect',
    () => run({ at: always(545), service: always(5) }, quick, [times('api.connect', {}, always(530))]),
    /Connecting is what takes long: 530 ms \(p95\) for each of 1,000 connections under 1,000 requests/,
    /keep-alive/,
  ],
  [
    'queue-grows',
    () =>
      run({ at: through => 10 + 900 * through }, quick, [
        series('load.intended', 'per-second', {}, [100, 100, 100]),
        series('load.requests', 'per-second', {}, [60, 60, 60]),
      ]),
    /half of the requests took 1\d\d ms in its first quarter and 7\d\d ms in its last.*100 requests a second were due and 60 answered/,
    /Find the queue/,
  ],
  [
    'cpu-full',
    () => run({ at: always(545) }, quick, [], 0.97),
    /97 % of a core/,
    /CPU profile .*\(PERF_PROFILE=1 npm run runtime takes one/,
  ],
  [
    'stalls',
    () => run({ at: atTimes }, { at: atTimes }),
    /The whole target stands still at times: half of the requests take 5\.0 ms.*GET \/other too \(p99 900 ms\)/,
    /event loop/,
  ],
]
for (const [rule, report, says, next] of CASES) {
  test(`${rule} is told by its figures (${next.source}), and no other rule claims it`, () => {
    const advice = adviceBy(rule, report())
    expect(advice?.priority).toBe('HIGH')
    expect(advice?.text).toMatch(says)
    expect(advice?.next).toMatch(next)
    for (const other of RULES) if (other !== rule) expect(adviceBy(other, report()), other).toBeUndefined()
    expect(adviceBy(rule, run(quick, quick))).toBeUndefined()
  })
}

test('a slow endpoint that is not missed yet is told when little of its limit is left', () => {
  expect(adviceBy('slow-endpoint', run({ at: always(170) }, quick))?.priority).toBe('MEDIUM')
  expect(adviceBy('slow-endpoint', run({ at: always(150) }, quick))).toBeUndefined()
})

test('a limit stands as it was written, beside a figure of as many digits as it is sure of', () => {
  const slow = sloOf('api.latency', 'p(95)<1000', { by: 'endpoint', minSamples: 1000 })
  const report = runOf([slow], [...asked('GET /slow', { at: always(1500) }), ...asked('GET /other', quick)])
  expect(adviceBy('slow-endpoint', report)?.text).toContain('api.latency (GET /slow) (limit 1 s)')
})

test('Server-Timing tells how much of a slow answer the work itself took', () => {
  const labels = { endpoint: 'POST /run' }
  const report = runOf(
    [sloOf('skills.overhead', 'p(95)<50', { minSamples: 1000 })],
    [
      ...asked('GET /other', quick),
      ...['latency', 'service', 'ttfb'].map(part => times(`skills.${part}`, labels, always(520))),
      times('skills.overhead', labels, always(500)),
    ],
  )
  expect(adviceBy('slow-endpoint', report)?.text).toMatch(
    /Server-Timing accounts for 20 ms of the 5\d\d ms of POST \/run\./,
  )
})

const lateIn = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, second): [number, number] => [second * 1000, 300])

const LATE: Partial<Measurement> = {
  doubts: [{ kind: 'generator-late', lateMs: 300, seconds: lateIn(4) }],
}

test('what a target waits for is not told from its CPU while the test machine had no time left', () => {
  const busy = adviceBy(
    'slow-endpoint',
    run({ at: always(545) }, quick, [times('realtime.latency', {}, always(1), LATE)]),
  )
  expect(busy?.text).toMatch(/10 % of a core.*the test machine had no time left: this does not tell/)
  expect(busy?.text).not.toContain('it waits')
  expect(busy?.next).toMatch(/^Measure again on a machine with time left/)
  const once: typeof LATE = { doubts: [{ kind: 'generator-late', lateMs: 300, seconds: lateIn(3) }] }
  expect(
    adviceBy(
      'slow-endpoint',
      run({ at: always(545) }, quick, [times('realtime.latency', {}, always(1), once)]),
    )?.text,
  ).toContain('it waits')
  const before = { startMs: -9000, endMs: -1000 }
  const doubts = [
    { kind: 'generator-late', lateMs: 300, seconds: [[-4000, 300]] },
  ] satisfies Measurement['doubts']
  const earlier = times('realtime.latency', {}, always(1), { window: before, doubts })
  expect(adviceBy('slow-endpoint', run({ at: always(545) }, quick, [earlier]))?.text).toContain('it waits')
})

test('a part of a request that was not measured is not taken for one that took no time', () => {
  const labels = { endpoint: 'GET /slow' }
  const without = (...parts: string[]): RunReport =>
    runOf(
      [latency],
      [
        times('api.latency', labels, always(545)),
        ...parts.map(part => times(`api.${part}`, labels, always(545))),
        ...asked('GET /other', quick),
      ],
    )
  for (const rule of RULES) expect(adviceBy(rule, without('service')), rule).toBeUndefined()
  for (const rule of RULES) expect(adviceBy(rule, without()), rule).toBeUndefined()
  expect(adviceBy('missed', without('service'))?.text).toContain('545 ms')
  expect(adviceBy('slow-endpoint', without('service', 'ttfb'))).toBeDefined()
})

test('a target of several threads is full when it takes all cores, not one', () => {
  const twoCores = (cpu: number): string | undefined =>
    adviceBy('cpu-full', run({ at: always(545) }, quick, [], cpu))?.text
  expect(twoCores(0.97)).toContain('97 % of a core')
  expect(twoCores(1.4)).toBeUndefined()
  expect(twoCores(1.8)).toContain('180 % of a core')
})

test('of response times that may have grown no part is told as the reason', () => {
  const drift = sloOf('soak.latency', 'drift<0.05', { unit: 'ratio', minSamples: 3 })
  const wanders = (through: number): number => 100 + 40 * Math.sin(40 * through) + 8 * through
  const labels = { endpoint: 'GET /slow' }
  const report = runOf([drift], [times('soak.latency', labels, wanders), times('soak.ttfb', labels, wanders)])
  expect(report.judgements).toMatchObject([{ verdict: 'INCONCLUSIVE' }])
  for (const rule of RULES) expect(adviceBy(rule, report), rule).toBeUndefined()
})
