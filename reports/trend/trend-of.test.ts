import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { exampleJudgement, exampleSlo } from '../judge/testing/example-evidence.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { exampleSeries } from '../statistics/testing/example-series.ts'
import type { FigureTrend } from '../trend.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { movedRows, trendSummary } from '../wording/trend-text.ts'
import { historyRunOf } from './history-run.ts'
import { trendOf } from './trend-of.ts'

const sample = sampleReport()

/** The run of a night of November 2025; a negative one is of October. */
const runOf = (night: number, judgements: Judgement[]): RunReport => ({
  ...sample,
  run: {
    ...sample.run,
    id: `night ${night}`,
    startedAt: new Date(Date.UTC(2025, 10, night, 3)).toISOString(),
  },
  judgements,
})

/** One SLO over nights, of which the last is the 30th of November. */
function rowOf(values: readonly number[], more: Partial<Judgement> = {}): FigureTrend | undefined {
  const runs = values.map((observed, index) =>
    runOf(31 - values.length + index, [exampleJudgement({ ...more, observed })]),
  )
  const now = runs.at(-1) ?? sample
  return trendOf(now, { runs: runs.slice(0, -1).map(historyRunOf), notes: [] })?.rows[0]
}

test('of what none is allowed nothing is steady where some was, and the SLO judges it', () => {
  const limit = { objective: 'count==0', unit: 'count', limit: 0 } as const
  expect(rowOf([...near(23, 0), 500], limit)).toBeUndefined()
  expect(rowOf([500, ...near(23, 0)], limit)).toBeUndefined()
})

/** Values near a level, up and down by 1 %. */
const near = (count: number, level: number): number[] =>
  Array.from({ length: count }, (_, index) => level * (1 + 0.01 * ((index % 3) - 1)))

const faster = { objective: 'avg>50', unit: 'per-second', limit: 50 } as const
const errors = { objective: 'rate<0.01', unit: 'ratio', limit: 0.01, n: 100_000 } as const
const score = { objective: 'med>=0.9', unit: 'score', limit: 0.9 } as const
const none = { objective: 'count==0', unit: 'count', limit: 0 } as const

const CASES: [what: string, values: number[], verdict: string, because: string, more?: Partial<Judgement>][] =
  [
    ['a time that grew', [...near(20, 100), ...near(19, 114)], 'WORSE', 'Slower since 12 Nov, +14 %.'],
    ['a time that shrank', [...near(20, 100), ...near(19, 80)], 'BETTER', 'Faster since 12 Nov, -20 %.'],
    ['a time of long ago', [...near(20, 100), ...near(39, 130)], 'WORSE', 'Slower since 23 Oct, +30 %.'],
    ['a pace that fell', [...near(20, 100), ...near(19, 80)], 'WORSE', 'Slower since 12 Nov, -20 %.', faster],
    ['a score that fell', [...near(20, 1), ...near(19, 0.9)], 'WORSE', 'Worse since 12 Nov, -10 %.', score],
    [
      'errors that came',
      [...near(20, 0), ...near(19, 0.005)],
      'WORSE',
      'Worse since 12 Nov, +50 % of the limit.',
      errors,
    ],
    ['none and none', near(39, 0), 'STEADY', 'Steady over 39 runs.', none],
    ['a time that stayed', near(39, 100), 'STEADY', 'Steady over 39 runs.'],
    ['a change of 4 %', [...near(20, 100), ...near(19, 104)], 'STEADY', 'Steady over 39 runs.'],
    ['few runs', near(7, 100), 'TOO_FEW', 'Too few to tell a change: 7 of 20 runs.'],
    [
      'an odd run',
      [...near(30, 100), 140],
      'ODD',
      'This run is slower than the 30 before, +40 %. One run tells no trend: run it a second time.',
    ],
    [
      'the same the next night',
      [...near(30, 100), 140, 141],
      'ODD',
      'The last 2 runs are slower than the 30 before, +41 %.',
    ],
    ['an odd run that is over', [...near(30, 100), 140, 100], 'STEADY', 'Steady over 32 runs.'],
    ['an odd run that is faster', [...near(30, 100), 60], 'STEADY', 'Steady over 31 runs.'],
    ['a run beside three', [...near(3, 100), 200], 'TOO_FEW', 'Too few to tell a change: 4 of 20 runs.'],
  ]
for (const [what, values, verdict, because, more] of CASES) {
  test(`${what}: ${verdict}`, () => {
    const row = rowOf(values, more)
    expect(row).toMatchObject({ verdict, because })
    for (const [night, value] of values.entries()) expect(row?.values[night]).toBeCloseTo(value, 3)
  })
}

test('a run is odd where it is worse by more than its SLO tolerates', () => {
  const runs = [...near(30, 100), 140].map((observed, night) =>
    runOf(night, [exampleJudgement({ observed })]),
  )
  const now = runs.at(-1) ?? sample
  const verdictAt = (tolerance: number): string | undefined => {
    const { id, objective } = exampleJudgement({})
    const slos = [exampleSlo(objective, { id, tolerance })]
    return trendOf({ ...now, slos }, { runs: runs.slice(0, -1).map(historyRunOf), notes: [] })?.rows[0]
      ?.verdict
  }
  expect([0.3, 0.5].map(verdictAt)).toEqual(['ODD', 'STEADY'])
})

test('a change and the odd run after it are both told, and the change names its run', () => {
  const row = rowOf([...near(20, 100), ...near(18, 114), 170])
  expect(row?.because).toBe(
    'This run is slower than the 18 before, +49 %. One run tells no trend: run it a second time. Slower since 12 Nov, +14 %.',
  )
  expect(row?.changes).toMatchObject([{ run: 20, of: 'figure', isWorse: true }])
  expect(row?.changes[0]?.share).toBeCloseTo(0.14, 2)
})

test('nights without data, and those that the test machine may have made, are gaps and move no date', () => {
  const values = [...near(20, 100), ...near(19, 130)]
  const runs = values.map((observed, index) => {
    const { observed: _, ...blank } = exampleJudgement({ verdict: 'NO_DATA', n: 0 })
    if (index === 5) return runOf(index - 8, [blank])
    const invalid = index === 9 ? ({ verdict: 'INVALID', observed: 9999 } as const) : { observed }
    return runOf(index - 8, [exampleJudgement(invalid)])
  })
  const now = runs.at(-1) ?? sample
  const row = trendOf(now, { runs: runs.slice(0, -1).map(historyRunOf), notes: [] })?.rows[0]
  expect(row?.because).toBe('Slower since 12 Nov, +30 %.')
  expect(row?.values.flatMap((value, index) => (value === null ? [index] : []))).toEqual([5, 9])
})

test('what a person must see comes first, and the whole is told in a sentence', () => {
  const nights = near(39, 100).map((value, index) =>
    runOf(index - 8, [
      exampleJudgement({ id: 'steady', observed: value }),
      exampleJudgement({ id: 'worse', observed: index < 20 ? value : 1.2 * value }),
      exampleJudgement({ id: 'odd', observed: index < 38 ? value : 2 * value }),
    ]),
  )
  const trend = trendOf(nights.at(-1) ?? sample, { runs: nights.slice(0, -1).map(historyRunOf), notes: [] })
  expect(trend?.rows.map(({ name }) => name)).toEqual(['odd', 'worse', 'steady'])
  expect(trend && movedRows(trend).map(({ name }) => name)).toEqual(['odd', 'worse'])
  expect(trend && trendSummary(trend)).toBe('39 runs of this kind since 23 Oct: 1 odd, 1 worse, 1 steady.')
})

test('without an earlier run there is no trend, and with ones of another kind only a note', () => {
  expect(trendOf(sample, { runs: [], notes: [] })).toBeUndefined()
  const trend = trendOf(sample, { runs: [], notes: ['Note.'] })
  expect(trend).toMatchObject({ rows: [], notes: ['Note.'] })
  expect(trend && trendSummary(trend)).toBe('No earlier run is of this kind, so there is no trend yet.')
})

test('of nights of which nothing changed at most 5 in 100 ask for a second run, for 40 figures as for one', () => {
  const random = seededRandom(5)
  const figures = 40
  const nights = 12
  const trials = 60
  let asked = 0
  for (let trial = 0; trial < trials; trial++) {
    const series = Array.from({ length: figures }, () =>
      exampleSeries(random, nights, 0.3).map(value => 100 * Math.exp(0.1 * value)),
    )
    const runs = Array.from({ length: nights }, (_, night) =>
      runOf(
        night + 1,
        series.map((values, slo) => exampleJudgement({ id: `slo-${slo}`, observed: values[night] ?? 0 })),
      ),
    )
    const now = runs.at(-1) ?? sample
    const trend = trendOf(now, { runs: runs.slice(0, -1).map(historyRunOf), notes: [] })
    if (trend?.rows.some(({ verdict }) => verdict === 'ODD')) asked += 1
  }
  expect(asked / trials).toBeLessThanOrEqual(0.05)
})
