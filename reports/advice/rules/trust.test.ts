import { expect, test } from '@playwright/test'
import type { Doubt } from '../../../load/measure/measurement.ts'
import { exampleJudgement } from '../../judge/testing/example-evidence.ts'
import type { RunReport } from '../../run-report.ts'
import { adviceBy, events, runOf, series, sloOf, times } from '../testing/example-run.ts'

const latency = sloOf('api.latency', 'p(95)<200', { minSamples: 1000, setting: 'PERF_API_DURATION' })
const seconds = Array.from({ length: 20 }, (_, second): [number, number] => [second * 1000, 800])
const late: Doubt = { kind: 'generator-late', lateMs: 800, seconds }

test('a generator that was late is told in the place of the target, with its busiest thread', () => {
  const run = (doubts: Doubt[], busy: number): RunReport =>
    runOf(
      [latency],
      [
        times('api.latency', {}, () => 500, { doubts }),
        series('generator.utilisation', 'ratio', { generator: 'http' }, [0.1, busy]),
      ],
    )
  const advice = adviceBy('generator', run([late], 0.96))
  expect(advice).toMatchObject({ priority: 'MEDIUM', judgements: ['api.latency'] })
  expect(advice?.text).toContain(
    'up to 800 ms late, in 20 seconds. Its busiest thread (http) reached 96 % of a core',
  )
  expect(advice?.next).toContain('This one has 2 cores.')
  expect(adviceBy('generator', run([late], 0.2))?.text).toContain('other work on the machine took its cores')
  expect(adviceBy('generator', run([], 0.96))).toBeUndefined()
})

test('other programs that took much are told in the place of the generator that they made late', () => {
  const busy = (share: number): Doubt => ({
    kind: 'machine-busy',
    share,
    seconds: seconds.map(([startMs]) => [startMs, share]),
  })
  const textOf = (...doubts: Doubt[]): string | undefined =>
    adviceBy('generator', runOf([latency], [times('api.latency', {}, () => 5000, { doubts })]))?.text
  const others = /^Other programs were the limit, not the target: 1 SLO can't be judged/
  expect(textOf(busy(0.4))).toMatch(others)
  expect(textOf(late, busy(0.4))).toMatch(others)
  expect(textOf(late, busy(0.1))).toMatch(/^The load generator was the limit/)
})

const OWN: [what: string, doubt: Doubt, valueMs: number, told: string][] = [
  [
    'times of the target that disagree',
    { kind: 'times-disagree', restMs: 500, exceeding: 400, of: 1000 },
    500,
    'In 400 of 1,000 answers',
  ],
  [
    'a load that ended as so much failed',
    { kind: 'stopped-early', atMs: 5000, because: '400 of 500 requests failed in 5 s' },
    4,
    '400 of 500 requests failed',
  ],
  ['a measurement that ended early', { kind: 'cut-short', atMs: 5000 }, 4, 'ended early'],
  [
    'load that the target refused',
    { kind: 'load-not-applied', wanted: 100, applied: 40, cause: 'status 429' },
    4,
    'status 429',
  ],
]
for (const [what, doubt, valueMs, told] of OWN) {
  test(`of ${what} the advice says so, however late the generator was besides`, () => {
    const run = runOf([latency], [times('api.latency', {}, () => valueMs, { doubts: [late, doubt] })])
    expect(run.judgements[0]?.verdict).toBe('INVALID')
    expect(adviceBy('generator', run)).toBeUndefined()
    expect(adviceBy('untrusted', run)?.text).toContain(told)
  })
}

test('load that was not applied without a cause is the machine, where that was late', () => {
  const doubt: Doubt = { kind: 'load-not-applied', wanted: 100, applied: 40 }
  const run = runOf([latency], [times('api.latency', {}, () => 4, { doubts: [late, doubt] })])
  expect(adviceBy('generator', run)?.text).toMatch(/^The load generator was the limit/)
})

test('a growth that may be none is told as that, and not as too close to its limit', () => {
  const because = 'Growth a minute 11.4 MB. It grew, and not beyond what it had held at first.'
  const growth = exampleJudgement({
    objective: 'leak<1000000',
    unit: 'bytes',
    verdict: 'INCONCLUSIVE',
    because,
    observed: 11_400_000,
    limit: 1_000_000,
    n: 24,
    nEff: 24,
  })
  const run = { ...runOf([latency], []), judgements: [growth] }
  expect(adviceBy('too-close', run)).toBeUndefined()
  expect(adviceBy('undecided', run)).toMatchObject({
    text: expect.stringContaining(because),
    next: 'Measure for longer: what keeps growing goes beyond all that it held before.',
  })
})

test('too few values are told with how far to raise their setting', () => {
  const nextOf = (n: number) =>
    adviceBy('few-values', runOf([latency], [times('api.latency', {}, () => 4, { n })]))
  expect(nextOf(500)?.text).toBe('Too few values for a verdict: api.latency has 500 of 1,000.')
  // 45 a second: 1000 take 22 s, and a tenth more.
  expect(nextOf(500)?.next).toBe('Raise PERF_API_DURATION from 11 to about 25.')
  expect(nextOf(1000)).toBeUndefined()
})

test('of a setting that is not the only source of values what lacks is added', () => {
  const slo = sloOf('users.errors', 'rate<0.01', { unit: 'ratio', minSamples: 50, setting: 'PERF_USERS' })
  const report = runOf([slo], [events('users.errors', {}, 17)])
  expect(adviceBy('few-values', report)?.next).toBe('Raise PERF_USERS from 10 to about 43.')
})

test('what is too close to tell is no lack of values', () => {
  const close = runOf(
    [{ ...latency, metric: 'realtime.held', objective: 'rate<0.05', unit: 'ratio' }],
    [events('realtime.held', {}, 1000, { lost: 50 })],
  )
  expect(adviceBy('too-close', close)?.text).toMatch(
    /^Too close to the limit to tell: api\.latency 5 % \(limit 5 %\)/,
  )
  expect(adviceBy('few-values', close)).toBeUndefined()
  // Values that count as many as they are need no word about it.
  const [judgement] = close.judgements
  if (!judgement) throw new Error('The run has no judgement.')
  const whole = { ...close, judgements: [{ ...judgement, nEff: judgement.n }] }
  expect(adviceBy('too-close', whole)?.text).not.toContain('independent')
  expect(adviceBy('too-close', runOf([latency], [times('api.latency', {}, () => 4)]))).toBeUndefined()
})

test('a required SLO without data is told with the step that failed', () => {
  const steps = [
    {
      name: 'a step',
      file: 'e2e/a.spec.ts',
      startMs: 0,
      endMs: 1,
      outcome: 'failed',
      message: 'No way in.',
    } as const,
  ]
  const advice = adviceBy('no-data', runOf([latency], [], { steps: [...steps] }))
  expect(advice?.text).toBe('1 required SLO has no data: api.latency. The step "a step" failed: No way in.')
  expect(advice?.next).toContain('e2e/a.spec.ts')
  expect(adviceBy('no-data', runOf([latency], [times('api.latency', {}, () => 4)]))).toBeUndefined()
})

test('a required SLO that what was measured does not settle is told with why, and asks for no more values', () => {
  const slo = sloOf('bus.loss', 'count==0', { unit: 'count', minSamples: 500 })
  const absence = '5 of 70 confirmed messages did not arrive, and the queues are not empty: 5 messages wait.'
  const report = runOf([slo], [events('bus.loss', {}, 0, {}, { absence, isUndecided: true })])
  expect(adviceBy('undecided', report)?.text).toBe(
    `What was measured does not settle 1 required SLO: bus.loss. ${absence}`,
  )
  for (const rule of ['few-values', 'too-close', 'no-data'])
    expect(adviceBy(rule, report), rule).toBeUndefined()
  expect(adviceBy('undecided', runOf([slo], [events('bus.loss', {}, 1000)]))).toBeUndefined()
})

test('a missed SLO whose cause no rule knows is told with its figures, never left out', () => {
  const slo = sloOf('queue.depth', 'p(95)<10', { unit: 'count' })
  const run = (depth: number): RunReport => runOf([slo], [times('queue.depth', {}, () => depth)])
  expect(adviceBy('missed', run(50))).toMatchObject({ priority: 'HIGH', judgements: ['queue.depth'] })
  expect(adviceBy('missed', run(50))?.text).toContain('It was measured in "the step"')
  expect(adviceBy('missed', run(5))).toBeUndefined()
})
