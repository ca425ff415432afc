import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { exampleJudgement, exampleSlo } from '../judge/testing/example-evidence.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { exampleSeries } from '../statistics/testing/example-series.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { baselineRunOf, conditionsOf, measuringSettings } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { spreadOfEvents } from './change.ts'
import { compareRun } from './compare.ts'
import { failedByBaseline } from './hold-to-baseline.ts'
import type { Compared } from '../comparison.ts'

const sample = sampleReport()
const runOf = (judgements: Judgement[], more: Partial<RunReport> = {}): RunReport => ({
  ...sample,
  judgements,
  ...more,
})
const baselineOf = (...runs: RunReport[]): Baseline => ({
  schemaVersion: 1,
  name: 'main',
  savedAt: '2026-11-26T00:00:00.000Z',
  conditions: conditionsOf(runs[0] ?? sample),
  runs: runs.map(baselineRunOf),
})

/** One SLO of the values that earlier runs and this one observed. */
function comparedOne(
  before: readonly number[],
  after: number,
  more: Partial<Judgement> = {},
): Compared | undefined {
  const judged = (observed: number): RunReport => runOf([exampleJudgement({ ...more, observed })])
  return compareRun(judged(after), baselineOf(...before.map(judged))).rows[0]
}

const QUIET = [100, 101, 99, 100, 100]
const faster = { objective: 'avg>50', unit: 'per-second', limit: 50 } as const
const errors = { objective: 'rate<0.01', unit: 'ratio', limit: 0.01, n: 100_000 } as const

const CASES: [what: string, before: number[], after: number, verdict: string, more?: Partial<Judgement>][] = [
  ['a time that is a fifth longer', QUIET, 120, 'REGRESSED'],
  ['a time that is a fifth shorter', QUIET, 80, 'IMPROVED'],
  ['a time that is 2 % longer', QUIET, 102, 'SAME'],
  ['a time that is 10 % longer, which may be less', QUIET, 110, 'CANNOT_TELL'],
  ['a time whose runs differ much', [80, 125, 90, 110, 100], 120, 'CANNOT_TELL'],
  ['a pace that is a fifth lower', QUIET, 80, 'REGRESSED', faster],
  ['a pace that is a fifth higher', QUIET, 120, 'IMPROVED', faster],
  ['two runs before, which say little of how runs differ', [100, 101], 120, 'CANNOT_TELL'],
  ['one run before', [100], 300, 'CANNOT_TELL'],
  ['no errors, before and after', [0, 0, 0], 0, 'SAME', errors],
  ['errors of three times the limit', [0, 0, 0], 0.03, 'REGRESSED', errors],
  ['errors of a hundredth of the limit', [0, 0, 0], 0.0001, 'SAME', errors],
  ['errors among few requests', [0, 0, 0], 0.005, 'CANNOT_TELL', { ...errors, n: 200 }],
  ['fewer errors than before', [0.03, 0.031, 0.029], 0, 'IMPROVED', errors],
  ['none of what must not happen', [0, 0], 0, 'SAME', { objective: 'count==0', unit: 'count', limit: 0 }],
  [
    'one of what must not happen',
    [0, 0],
    1,
    'CANNOT_TELL',
    { objective: 'count==0', unit: 'count', limit: 0 },
  ],
  ['a slope whose limit is below 0', [-4, -4.1, -3.9], -2, 'REGRESSED', { objective: 'slope<-1', limit: -1 }],
  ['a time whose limit is 0', QUIET, 120, 'REGRESSED', { objective: 'avg<0', limit: 0 }],
  ['CPU of several cores', [1.5, 1.51, 1.49], 3, 'REGRESSED', { ...errors, objective: 'avg<2', limit: 2 }],
  ['a figure that the machine may have made', QUIET, 200, 'CANNOT_TELL', { verdict: 'INVALID' }],
]
for (const [what, before, after, verdict, more] of CASES) {
  test(`${what}: ${verdict}`, () => {
    expect(comparedOne(before, after, more)?.verdict).toBe(verdict)
  })
}

/** What becomes of a time that is so much longer, where the SLO tolerates so much. */
const TOLERATED: [share: number | undefined, after: number, verdict: string][] = [
  [undefined, 120, 'REGRESSED'],
  [0.25, 120, 'SAME'],
  [0.25, 140, 'REGRESSED'],
  [0.02, 108, 'REGRESSED'],
]
for (const [tolerance, after, verdict] of TOLERATED) {
  test(`${after - 100} % more where an SLO tolerates ${tolerance}: ${verdict}`, () => {
    const judgement = exampleJudgement({ observed: 100 })
    const slos = [
      exampleSlo(judgement.objective, { id: judgement.id, ...(tolerance !== undefined && { tolerance }) }),
    ]
    const runs = QUIET.map(observed => runOf([{ ...judgement, observed }], { slos }))
    const row = compareRun(runOf([{ ...judgement, observed: after }], { slos }), baselineOf(...runs)).rows[0]
    expect(row).toMatchObject({ verdict })
    expect(row?.tolerance).toBe(tolerance)
    // What looks worse than is tolerated is no chance; what does not is.
    expect((row?.chance ?? 0) < 0.05).toBe(verdict === 'REGRESSED')
  })
}

// By hand: t of 4 degrees is 2.776, 1 % the least spread: 1.2 exp(+-2.776 * 0.01 * sqrt(1 + 1/5)) - 1.
test('a figure that the test machine may have made says so, and is no lack of data', () => {
  expect(comparedOne(QUIET, 200, { verdict: 'INVALID' })?.because).toBe(
    'The test machine may have made the figure of this run.',
  )
})

test('a share that was never seen is not known to be none: its spread is that of one event more of either kind', () => {
  const of = (observed: number, n: number): number =>
    spreadOfEvents(exampleJudgement({ unit: 'ratio', observed, n }))
  expect(of(0, 98)).toBeCloseTo(Math.sqrt((0.01 * 0.99) / 98), 9)
  expect(of(1, 98)).toBeCloseTo(Math.sqrt((0.99 * 0.01) / 98), 9)
  expect(spreadOfEvents(exampleJudgement({ unit: 'ms', observed: 0, n: 98 }))).toBe(0)
})

test('a pace that is lower is no chance, and one that is higher is no worse', () => {
  expect(comparedOne(QUIET, 70, faster)?.chance).toBeLessThan(0.001)
  expect(comparedOne(QUIET, 130, faster)?.chance).toBeGreaterThan(0.999)
})

test('a row tells both figures, the change and its interval, and says so in a sentence', () => {
  expect(comparedOne(QUIET, 120)).toMatchObject({
    before: 100,
    after: 120,
    statistic: 'p(95)',
    change: {
      estimate: expect.closeTo(0.2, 6),
      low: expect.closeTo(0.164, 3),
      high: expect.closeTo(0.237, 3),
    },
    because: 'It got worse: +20 %, between +16.4 % and +23.7 %.',
  })
})

test('a figure that is new, and one that is gone, are told', () => {
  const old = exampleJudgement({ id: 'api.errors' })
  const report = runOf([exampleJudgement({ id: 'api.latency' })])
  const { rows } = compareRun(report, baselineOf(runOf([old]), runOf([old])))
  expect(rows.map(({ name, verdict, because }) => [name, verdict, because])).toEqual([
    ['api.latency', 'CANNOT_TELL', 'The baseline has no such figure.'],
    ['api.errors', 'CANNOT_TELL', 'This run did not ask for it.'],
  ])
})

test('another statistic of the same SLO is not compared', () => {
  const before = baselineOf(runOf([exampleJudgement({ objective: 'p(90)<200' })]))
  expect(compareRun(runOf([exampleJudgement()]), before).rows[0]).toMatchObject({
    verdict: 'NOT_COMPARABLE',
    because: 'The baseline has p(90) and this run p(95).',
  })
})

const other = { ...sample.run, settings: { ...sample.run.settings, PERF_AGENTS: '50', PERF_PORT: '8080' } }
const withSettings = (settings: Record<string, string>) => ({
  run: { ...sample.run, settings: { ...sample.run.settings, ...settings } },
})
const DIFFERENT: [what: string, more: Partial<RunReport>, sentence: string][] = [
  [
    'target',
    { target: { ...sample.target, name: 'other' } },
    `The target was ${sample.target.name} and is other.`,
  ],
  ['setting', { run: other }, `PERF_AGENTS was ${sample.run.settings['PERF_AGENTS']} and is 50.`],
  [
    'machine',
    { machine: { ...sample.machine, cores: 64 } },
    `The number of cores was ${sample.machine.cores} and is 64.`,
  ],
  [
    'browser',
    { machine: { ...sample.machine, browser: 'Chromium 1' } },
    `The browser was ${sample.machine.browser} and is Chromium 1.`,
  ],
  [
    'version',
    { run: { ...sample.run, fleetmark: '9.9.9' } },
    `Fleetmark was ${sample.run.fleetmark} and is 9.9.9.`,
  ],
]
for (const [what, more, sentence] of DIFFERENT) {
  test(`runs of another ${what} are not compared, and the row says which`, () => {
    const judgements = [exampleJudgement({ observed: 900 })]
    const { differences, rows } = compareRun(runOf(judgements, more), baselineOf(runOf(judgements)))
    expect(differences).toEqual([sentence])
    expect(rows[0]).toMatchObject({ verdict: 'NOT_COMPARABLE', because: sentence })
    expect(rows[0]).not.toHaveProperty('change')
  })
}

test('a run on a phone or a slow line is not compared with one on a desk, and the rows name the device and the network', () => {
  const judged = runOf([exampleJudgement({ observed: 900 })])
  const desk = { ...judged, ...withSettings({ PERF_DEVICE: 'desktop', PERF_NETWORK: 'unlimited' }) }
  const compared = (settings: Record<string, string>) =>
    compareRun({ ...judged, ...withSettings(settings) }, baselineOf(desk, desk))
  const device = 'PERF_DEVICE was desktop and is mobile.'
  const network = 'PERF_NETWORK was unlimited and is slow-4g.'
  const both = compared({ PERF_DEVICE: 'mobile', PERF_NETWORK: 'slow-4g' })
  expect(both.differences).toEqual([device, network])
  expect(both.rows).toMatchObject([{ verdict: 'NOT_COMPARABLE', because: device }])
  const slow = compared({ PERF_DEVICE: 'desktop', PERF_NETWORK: 'slow-4g' })
  expect(slow.rows).toMatchObject([{ verdict: 'NOT_COMPARABLE', because: network }])
  expect(compared({ PERF_DEVICE: 'desktop', PERF_NETWORK: 'unlimited' }).differences).toEqual([])
})

test('where a run is written, and which faults the target has, are no difference', () => {
  const run = { ...sample.run, settings: { ...sample.run.settings, PERF_RESULTS: '/x', PERF_FAULTS: '[{}]' } }
  expect(compareRun({ ...sample, run }, baselineOf(sample)).differences).toEqual([])
})

/** How often a run whose figure is so many times as large is said to have regressed, of runs that differ by 5 %. */
function foundWorse(times: number, runs: number): number {
  const random = seededRandom(42)
  const trials = 2000
  let found = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = exampleSeries(random, runs + 1, 0).map(value => 100 * Math.exp(0.05 * value))
    const verdict = comparedOne(values.slice(1), times * (values[0] ?? 0))?.verdict
    if (verdict === 'REGRESSED') found++
  }
  return found / trials
}

test('a run like those before is called worse in fewer than 1 of 100 cases, whatever their number', () => {
  for (const runs of [2, 3, 5, 10]) expect(foundWorse(1, runs)).toBeLessThan(0.01)
})

test('a run that takes half as long again is found by ten runs nearly always, and by three at times', () => {
  expect(foundWorse(1.5, 10)).toBeGreaterThan(0.99)
  expect(foundWorse(1.5, 3)).toBeGreaterThan(0.5)
})

/** In how many runs of 50 figures, of which the first is so many times as large, the baseline fails the run. */
function failedRuns({ spread, before, times }: { spread: number; before: number; times: number }): number {
  const random = seededRandom(7)
  const trials = 200
  const figures = Array.from({ length: 50 }, (_, index) => `slo-${index}`)
  const run = (factor: number): RunReport => ({
    ...runOf(
      figures.map((id, index) => {
        const [noise = 0] = exampleSeries(random, 1, 0)
        return exampleJudgement({ id, observed: 100 * Math.exp(spread * noise) * (index === 0 ? factor : 1) })
      }),
    ),
    run: { ...sample.run, settings: { ...sample.run.settings, PERF_REGRESSION: 'error' } },
  })
  let failed = 0
  for (let trial = 0; trial < trials; trial++) {
    const baseline = baselineOf(...Array.from({ length: before }, () => run(1)))
    const now = run(times)
    if (failedByBaseline({ run: now.run, comparison: compareRun(now, baseline) }) !== undefined) failed++
  }
  return failed / trials
}

for (const spread of [0.1, 0.3]) {
  test(`of runs of 50 figures that differ by ${spread} and by nothing else no more than 1 of 20 fails`, () => {
    for (const before of [3, 10]) expect(failedRuns({ spread, before, times: 1 })).toBeLessThanOrEqual(0.05)
  })
}

test('one of 50 figures that takes half as long again fails the run', () => {
  expect(failedRuns({ spread: 0.03, before: 10, times: 1.5 })).toBeGreaterThan(0.99)
  expect(failedRuns({ spread: 0.01, before: 5, times: 1.5 })).toBeGreaterThan(0.99)
})

// By hand: the logarithms differ by 0.160, so t is (ln 2 - ln 1.1) / (0.160 sqrt(1.2)) = 3.41 with 4 degrees of freedom, of which 0.0136 lies above.
test('a figure that looks worse among many says that one of them may by chance', () => {
  const worse = comparedOne([80, 120, 90, 110, 100], 200)
  expect(worse).toMatchObject({ verdict: 'REGRESSED', chance: expect.closeTo(0.0136, 4) })
  expect(worse?.because).not.toContain('by chance')
  const many = (observed: number): RunReport =>
    runOf([
      exampleJudgement({ id: 'worse', observed }),
      ...Array.from({ length: 9 }, (_, index) => exampleJudgement({ id: `other-${index}`, observed: 100 })),
    ])
  const [row] = compareRun(many(200), baselineOf(...[80, 120, 90, 110, 100].map(many))).rows
  expect(row).toMatchObject({ verdict: 'REGRESSED', chance: expect.closeTo(0.1356, 4) })
  expect(row?.because).toMatch(/%\. Of 10 figures one may look so by chance\.$/)
})

test('runs of different commits are compared', () => {
  expect(
    measuringSettings({
      PERF_TARGET_COMMIT: '4f21c0de',
      PERF_PROFILE: '1',
      PERF_WINDOW: '01:00-04:00',
      PERF_AGENTS: '5',
    }),
  ).toEqual({
    PERF_AGENTS: '5',
  })
})
