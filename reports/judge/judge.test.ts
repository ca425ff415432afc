import { expect, test } from '@playwright/test'
import type { MeasurementData } from '../../load/measure/measurement.ts'
import {
  exampleMeasurement,
  exampleSlo,
  histogramOf,
  samplesOf,
  tallyOf,
  times,
} from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Judgement, Slo } from './slo.ts'

function one(slo: Slo, ...data: MeasurementData[]): Judgement {
  const judgements = judge(
    [slo],
    data.map(part => exampleMeasurement(part)),
  )
  expect(judgements).toHaveLength(1)
  return judgements[0] as Judgement
}

/** As a histogram with 10 values a second. */
const spread = (values: readonly number[]): MeasurementData =>
  histogramOf(values.map((value, index) => [value, Math.floor(index / 10)] as const))

for (const [kind, data] of Object.entries({ samples: samplesOf, histogram: spread })) {
  test(`${kind}: clearly below the limit is a PASS, clearly above it a FAIL, in between cannot be told`, () => {
    const slo = exampleSlo('p(90)<200', { minSamples: 20 })
    expect(one(slo, data(times(40, 100)))).toMatchObject({ verdict: 'PASS', n: 40, limit: 200 })
    expect(one(slo, data(times(40, 300))).verdict).toBe('FAIL')
    const even = Array.from({ length: 40 }, (_, index) => (index % 10 === 9 ? 300 : 100))
    expect(one(slo, data(even)).verdict).toBe('INCONCLUSIVE')
  })

  test(`${kind}: too few values are no PASS, and a FAIL where they are bad enough`, () => {
    const slo = exampleSlo('p(90)<200', { minSamples: 20 })
    const few = one(slo, data(times(19, 100)))
    expect(few.verdict).toBe('INCONCLUSIVE')
    expect(few.because).toContain('Too few values for a verdict: 19 of 20;')
    expect(one(slo, data(times(19, 300))).verdict).toBe('FAIL')
  })
}

test('tallies: a share of bad events passes, fails or cannot be told', () => {
  const slo = exampleSlo('rate<0.01', { unit: 'ratio', minSamples: 1000 })
  const seconds = (bad: number) => tallyOf(Array.from({ length: 20 }, () => [100, bad] as const))
  expect(one(slo, seconds(0))).toMatchObject({ verdict: 'PASS', observed: 0, n: 2000 })
  expect(one(slo, seconds(1))).toMatchObject({ verdict: 'INCONCLUSIVE', observed: 0.01 })
  expect(one(slo, seconds(5))).toMatchObject({ verdict: 'FAIL', observed: 0.05 })
  expect(one(slo, tallyOf([[500, 0]])).verdict).toBe('INCONCLUSIVE')
})

test('tallies: where larger is better the share is that of good events', () => {
  const slo = exampleSlo('rate>=0.999', { unit: 'ratio', minSamples: 1000 })
  expect(one(slo, tallyOf([[2000, 0]]))).toMatchObject({ verdict: 'PASS', observed: 1 })
  expect(one(slo, tallyOf([[1000, 5]]))).toMatchObject({ verdict: 'FAIL', observed: 0.995 })
})

test('tallies: a count that must be nought is a FAIL from the first', () => {
  const slo = exampleSlo('count==0', { unit: 'count', minSamples: 1000 })
  expect(one(slo, tallyOf([[1000, 0]]))).toMatchObject({ verdict: 'PASS', observed: 0, confidence: 0.999 })
  expect(one(slo, tallyOf([[1000, 1]]))).toMatchObject({ verdict: 'FAIL', observed: 1, confidence: 0 })
  expect(one(slo, tallyOf([[999, 0]])).verdict).toBe('INCONCLUSIVE')
})

test('nothing measured is NO_DATA: no measurement, an empty one, or one of another kind', () => {
  const percentile = exampleSlo('p(95)<200')
  const empty: MeasurementData[] = [samplesOf([]), histogramOf([]), tallyOf([[10, 0]])]
  const series: MeasurementData = { kind: 'series', points: [[0, 5]] }
  for (const judged of [one(percentile), ...[...empty, series].map(data => one(percentile, data))]) {
    expect(judged).toMatchObject({
      verdict: 'NO_DATA',
      n: 0,
      parts: [],
      because: 'The run measured nothing for this SLO.',
    })
    expect(judged).not.toHaveProperty('confidence')
    expect(judged).not.toHaveProperty('observed')
  }
  for (const data of [tallyOf([]), samplesOf([1]), series]) {
    expect(one(exampleSlo('rate<0.01', { unit: 'ratio' }), data).verdict).toBe('NO_DATA')
  }
})

test('NO_DATA says what was looked for in vain', () => {
  const absence = 'No canary was painted: nothing matches [data-agent] at http://127.0.0.1/.'
  const looked = { ...exampleMeasurement(samplesOf([])), absence }
  const silent = exampleMeasurement(samplesOf([]))
  const [judged] = judge([exampleSlo('p(95)<200')], [silent, looked])
  expect(judged).toMatchObject({ verdict: 'NO_DATA', because: absence })
})

test('what was measured and settles nothing is INCONCLUSIVE, with its sentence and no value', () => {
  const absence = '5 of 70 confirmed messages did not arrive, and the queues are not empty: 5 messages wait.'
  const measured = { ...exampleMeasurement(tallyOf([])), absence, isUndecided: true } as const
  const [judged] = judge([exampleSlo('count==0', { unit: 'count' })], [measured])
  expect(judged).toMatchObject({ verdict: 'INCONCLUSIVE', because: absence, n: 0, parts: [] })
  expect(judged).not.toHaveProperty('observed')
  const { isUndecided: _, ...empty } = measured
  expect(judge([exampleSlo('count==0', { unit: 'count' })], [empty])[0]?.verdict).toBe('NO_DATA')
})

test('NO_DATA names the field that the target lacks', () => {
  const judged = one(exampleSlo('p(95)<200', { lacking: 'realtime.agent' }))
  expect(judged.verdict).toBe('NO_DATA')
  expect(judged.because).toContain('"realtime.agent"')
})

test('a value exactly at the limit is good for <= and bad for <', () => {
  const at = (objective: string, data: MeasurementData) => one(exampleSlo(objective), data).verdict
  expect(at('p(90)<200', samplesOf(times(20, 200)))).toBe('FAIL')
  expect(at('p(90)<=200', samplesOf(times(20, 200)))).toBe('PASS')
  expect(at('med>0.9', samplesOf(times(5, 0.9)))).toBe('FAIL')
  expect(at('med>=0.9', samplesOf(times(5, 0.9)))).toBe('PASS')
  // A histogram tells thousandths apart up to 2.
  expect(at('p(90)<2', spread(times(20, 2)))).toBe('FAIL')
  expect(at('p(90)<=2', spread(times(20, 2)))).toBe('PASS')
  expect(at('p(90)>2', spread(times(20, 2)))).toBe('FAIL')
  expect(at('p(90)>=2', spread(times(20, 2)))).toBe('PASS')
})

test('where larger is better, p(90) looks at the value that a tenth falls below', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(one(exampleSlo('p(90)>=5'), samplesOf(values))).toMatchObject({ observed: 10, verdict: 'PASS' })
  expect(one(exampleSlo('p(90)>=30'), samplesOf(values))).toMatchObject({ observed: 10, verdict: 'FAIL' })
  expect(one(exampleSlo('p(90)<101'), samplesOf(values)).observed).toBe(90)
})

test('a median of few runs is judged by the sign test', () => {
  const slo = exampleSlo('med<200')
  expect(one(slo, samplesOf(times(5, 100))).confidence).toBeCloseTo(31 / 32, 9)
  expect(one(slo, samplesOf([...times(4, 100), 300])).confidence).toBeCloseTo(26 / 32, 9)
  expect(one(slo, samplesOf([...times(4, 100), 300])).verdict).toBe('PASS')
  expect(one(slo, samplesOf([...times(3, 100), ...times(2, 300)])).verdict).toBe('INCONCLUSIVE')
})

test('a median of 15 values or more is judged by their share', () => {
  const tenGoodOf = (count: number) => samplesOf([...times(10, 100), ...times(count - 10, 300)])
  const slo = exampleSlo('med<200')
  // Of 14 coins less than 10 show heads in 14913 of 16384 throws.
  expect(one(slo, tenGoodOf(14)).confidence).toBeCloseTo(14_913 / 16_384, 9)
  // 1 - I_0.5(10.5, 5.5), by numerical integration; the sign test would give 0.849.
  expect(one(slo, tenGoodOf(15)).confidence).toBeCloseTo(0.902_397_86, 8)
})

test('a confidence of just as much as is asked passes, and its opposite fails', () => {
  const all = (value: number) => samplesOf(times(5, value))
  const { confidence = Number.NaN } = one(exampleSlo('med<200'), all(100))
  const slo = exampleSlo('med<200', { passConfidence: confidence })
  expect(one(slo, all(100)).verdict).toBe('PASS')
  expect(one(slo, all(300)).verdict).toBe('FAIL')
})

const FEW: [what: string, objective: string, data: MeasurementData, verdict: string][] = [
  ['one of one that is good', 'rate>=0.99', tallyOf([[1, 0]]), 'INCONCLUSIVE'],
  ['one of one that is bad', 'rate>=0.99', tallyOf([[1, 1]]), 'FAIL'],
  ['none of three that is bad', 'rate<0.01', tallyOf([[3, 0]]), 'INCONCLUSIVE'],
  ['three of three that are bad', 'rate<0.01', tallyOf([[3, 3]]), 'FAIL'],
  ['one quick visit', 'p(99)<200', samplesOf([100]), 'INCONCLUSIVE'],
  ['one slow visit', 'p(99)<200', samplesOf([300]), 'FAIL'],
]
for (const [what, objective, data, verdict] of FEW) {
  test(`of ${objective}, ${what} is ${verdict}: too few to believe in it is no word against it`, () => {
    const judged = one(exampleSlo(objective), data)
    expect(judged.verdict).toBe(verdict)
    expect(judged.confidence).toBeLessThanOrEqual(0.25)
  })
}

test('a censored sample is never good, even where it lies below the limit', () => {
  const points = times(20, 100).map((value, second) => ({
    atMs: second * 1000,
    value,
    censored: true as const,
  }))
  expect(one(exampleSlo('p(90)<200'), { kind: 'samples', points }).verdict).toBe('FAIL')
  expect(one(exampleSlo('p(90)>50'), { kind: 'samples', points }).verdict).toBe('PASS')
})

test('time-outs in a histogram are never good, even where they lie below the limit', () => {
  const timedOut: MeasurementData = {
    ...(spread(times(40, 100)) as MeasurementData & { kind: 'histogram' }),
    censored: 40,
  }
  expect(one(exampleSlo('p(90)<200'), timedOut).verdict).not.toBe('PASS')
})

test('values that share their second lower the confidence, and not the number that a verdict needs', () => {
  // 20 seconds of 50 values. Whole seconds are bad, so that the 1000 values are worth few.
  const seconds = (badSeconds: number) =>
    histogramOf(
      Array.from({ length: 1000 }, (_, index) => {
        const second = Math.floor(index / 50)
        return [second < badSeconds ? 500 : 100, second] as const
      }),
    )
  const slo = exampleSlo('p(50)<200', { minSamples: 500 })
  expect(one(slo, seconds(16)).verdict).toBe('FAIL')
  expect(one(slo, seconds(4)).verdict).toBe('PASS')
  const close = one(slo, seconds(9))
  expect(close.nEff).toBeLessThan(100)
  expect(close.verdict).toBe('INCONCLUSIVE')
  expect(close.because).toMatch(
    /^Too close to tell: median 100 ms; limit 200 ms, 1,000 values \(about \d+ independent values\)\.$/,
  )
})

test('an SLO may ask for more confidence before it passes, and then also before it fails', () => {
  const data = samplesOf(times(13, 100))
  expect(one(exampleSlo('p(95)<200'), data).verdict).toBe('PASS')
  expect(one(exampleSlo('p(95)<200', { passConfidence: 0.95 }), data).verdict).toBe('INCONCLUSIVE')
})

test('an objective that cannot be read is an error with its text', () => {
  expect(() => judge([exampleSlo('p95<200')], [])).toThrow('"p95<200"')
})
