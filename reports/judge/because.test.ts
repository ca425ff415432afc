import { expect, test } from '@playwright/test'
import type { Doubt, MeasurementData } from '../../load/measure/measurement.ts'
import { exampleMeasurement, exampleSlo, samplesOf, tallyOf, times } from './testing/example-evidence.ts'
import { nameStatistic } from './because.ts'
import { judge } from './judge.ts'
import { parseObjective } from './objective.ts'
import type { Slo } from './slo.ts'

/** The one sentence (or more, with doubts) that goes with the verdict. */
const because = (slo: Slo, data: MeasurementData, doubts: Doubt[] = []): string | undefined =>
  judge([slo], [exampleMeasurement(data, { doubts })])[0]?.because

const words = { noun: 'requests', bad: 'failed', good: 'succeeded' }
const timed = (objective: string, more: Partial<Slo> = {}): Slo => exampleSlo(objective, { words, ...more })
const ratio = (objective: string, more: Partial<Slo> = {}): Slo =>
  timed(objective, { unit: 'ratio', ...more })
const counted = timed('count==0', { unit: 'count' })

/** So many good values and so many bad ones. */
const mixed = (good: number, bad: number): MeasurementData =>
  samplesOf([...times(good, 100), ...times(bad, 300)])

test('a PASS says how many values are within the limit, a FAIL also how many must be', () => {
  // As many values as are needed are enough.
  const slo = timed('p(90)<200', { minSamples: 40 })
  expect(because(slo, samplesOf(times(40, 100)))).toBe('40 of 40 requests under 200 ms; p90 100 ms.')
  expect(because(slo, mixed(30, 10))).toBe('30 of 40 requests under 200 ms, where 90 % must be; p90 300 ms.')
})

test('each comparison has its words', () => {
  const said = (objective: string): string | undefined => because(timed(objective), samplesOf(times(40, 200)))
  expect(said('p(90)<=200')).toBe('40 of 40 requests at 200 ms or less; p90 200 ms.')
  expect(said('p(90)>=200')).toBe('40 of 40 requests at 200 ms or more; p90 200 ms.')
  expect(said('p(90)>100')).toBe('40 of 40 requests over 100 ms; p90 200 ms.')
})

test('any percentile has its number, and the 50th is called the median', () => {
  expect(because(timed('p(92)<200'), samplesOf(times(50, 100)))).toContain('; p92 100 ms.')
  expect(because(timed('med<200'), samplesOf(times(5, 100)))).toBe(
    '5 of 5 requests under 200 ms; median 100 ms.',
  )
})

test('a share counts bad events where it must be small, and good ones where it must be large', () => {
  expect(because(ratio('rate<0.01'), tallyOf([[1000, 50]]))).toBe(
    '50 of 1,000 requests failed (5 %, status 500); under 1 % may.',
  )
  expect(because(ratio('rate<=0.01'), tallyOf([[1000, 50]]))).toMatch(/; at most 1 % may\.$/)
  expect(because(ratio('rate<=0.5'), tallyOf([[1000, 0]]))).toBe('None of 1,000 requests failed.')
  expect(because(ratio('rate<=0.5'), tallyOf([[1000, 50]]))).toBe(
    '50 of 1,000 requests failed (5 %, status 500).',
  )
  expect(because(ratio('rate>=0.99'), tallyOf([[1000, 50]]))).toBe(
    '950 of 1,000 requests succeeded (95 %, status 500); at least 99 % must.',
  )
  expect(because(ratio('rate>0.99'), tallyOf([[1000, 50]]))).toMatch(/; over 99 % must\.$/)
  expect(because(ratio('rate>=0.99'), tallyOf([[1000, 0]]))).toBe('All 1,000 requests succeeded.')
})

test('of several causes the most frequent is named', () => {
  const tally = {
    ...tallyOf([[50, 3]]),
    causes: { timeout: 1, 'status 503': 2, refused: 0 },
  } as MeasurementData
  expect(because(counted, tally)).toBe('3 of 50 requests failed (most: status 503); none may.')
})

test('a count says how many failed, and that none may', () => {
  expect(because(counted, tallyOf([[50, 3]]))).toBe('3 of 50 requests failed (status 500); none may.')
  expect(because(counted, tallyOf([[50, 0]]))).toBe('None of 50 requests failed.')
  expect(because({ ...counted, objective: 'count==2' }, tallyOf([[50, 3]]))).toMatch(/; 2 must\.$/)
})

test('an SLO without words speaks of values', () => {
  expect(because(exampleSlo('p(90)<200'), samplesOf(times(40, 100)))).toBe(
    '40 of 40 values under 200 ms; p90 100 ms.',
  )
  const { words: _, ...bare } = counted
  expect(because(bare, tallyOf([[50, 3]]))).toBe('3 of 50 values were bad (status 500); none may.')
})

test('too few values say how many there are, how many it takes, and what to raise', () => {
  expect(because({ ...counted, minSamples: 1000, setting: 'PERF_VISITS' }, tallyOf([[720, 0]]))).toBe(
    'Too few requests for a verdict: 720 of 1,000; none of 720 requests failed. Raise PERF_VISITS.',
  )
  expect(because(timed('p(90)<200', { minSamples: 50 }), samplesOf(times(40, 100)))).toBe(
    'Too few requests for a verdict: 40 of 50; p90 100 ms. No setting gives more: lower the minSamples of "api.latency" in the target\'s slos.',
  )
})

test('what is too close to its limit says what the values are worth', () => {
  expect(because(timed('p(90)<200'), mixed(36, 4))).toBe(
    'Too close to tell: p90 100 ms; limit 200 ms, 40 requests (about 39 independent requests).',
  )
})

test('what is too close to its limit names the setting that gives more values', () => {
  expect(because(timed('p(90)<200', { setting: 'PERF_VISITS' }), mixed(36, 4))).toBe(
    'Too close to tell: p90 100 ms; limit 200 ms, 40 requests (about 39 independent requests). More requests tell: raise PERF_VISITS.',
  )
})

test('a growth seen in too few values says how many it takes', () => {
  const points = Array.from({ length: 11 }, (_, minute) => ({ atMs: minute * 60_000, value: 3 * minute }))
  expect(because(exampleSlo('slope<20'), { kind: 'samples', points })).toBe(
    'Growth a minute 3.0 ms, but a confidence takes 12 values spread over time.',
  )
})

test('a mean is set beside its limit', () => {
  expect(because(timed('avg<200'), samplesOf(times(40, 100)))).toBe(
    'Mean 100 ms over 40 requests; the limit is 200 ms.',
  )
})

test('each doubt that voids a verdict is a sentence of its own, with what to do', () => {
  const doubts: Doubt[] = [
    { kind: 'load-not-applied', wanted: 1000, applied: 400 },
    { kind: 'clock-uncertain', errorMs: 300 },
  ]
  expect(because(exampleSlo('p(90)<200'), samplesOf(times(20, 230)), doubts)).toBe(
    'Only 400 of 1,000 units of load were applied. Look at the errors of connecting and sending, or lower the load. ' +
      'The clocks agree only to within 300 ms. Measure again on a quieter machine. ' +
      'The test machine may have caused this FAIL, not your platform.',
  )
})

test('of too few values what was in the way of more is told, and no setting that would not help', () => {
  const slo = timed('p(90)<200', { minSamples: 40, id: 'fleet.memory' })
  const few = samplesOf(times(10, 100))
  const why = "The memory of 30 agents can't be read, as they did not come up: spawn: status 503."
  const said = (more: object): string | undefined => judge([slo], [exampleMeasurement(few, more)])[0]?.because
  expect(said({ absence: why })).toBe(`Too few requests for a verdict: 10 of 40; p90 100 ms. ${why}`)
  expect(said({})).toMatch(/No setting gives more: lower the minSamples of "fleet.memory"/)
  expect(said({ absence: why, isExcused: true })).toMatch(/No setting gives more/)
  const raised = { ...slo, setting: 'PERF_AGENTS' }
  expect(judge([raised], [exampleMeasurement(few, { absence: why })])[0]?.because).toBe(
    `Too few requests for a verdict: 10 of 40; p90 100 ms. ${why} If that leaves too few, raise PERF_AGENTS.`,
  )
})

test('as many values as a verdict takes are not too few, and few that are too close to tell say so', () => {
  expect(because(timed('p(90)<200', { minSamples: 10 }), mixed(9, 1))).toContain(
    'Too close to tell: p90 100 ms',
  )
  expect(because(timed('p(90)<200', { minSamples: 11 }), mixed(9, 1))).toContain(
    'Too few requests for a verdict',
  )
})

test('events that are named nowhere were good or bad, and without a cause none is told', () => {
  const bare = { words: undefined, minSamples: 1 } as unknown as Partial<Slo>
  const events = { ...tallyOf([[100, 2]]), causes: {} } as MeasurementData
  expect(because(exampleSlo('count==0', { unit: 'count', minSamples: 1 }), events)).toBe(
    '2 of 100 values were bad; none may.',
  )
  expect(because(exampleSlo('rate>=0.99', { unit: 'ratio', ...bare }), tallyOf([[1000, 900]]))).toMatch(
    /^100 of 1,000 values were good \(10 %/,
  )
})

test('each statistic has its name', () => {
  const named = (text: string): string => nameStatistic(parseObjective(text))
  expect(
    ['count==0', 'rate<0.1', 'avg<1', 'slope<1', 'slope(agents)<1', 'leak<1', 'drift<1'].map(named),
  ).toEqual([
    'count',
    'rate',
    'mean',
    'growth a minute',
    'growth by agents',
    'growth a minute',
    'growth from beginning to end',
  ])
})
