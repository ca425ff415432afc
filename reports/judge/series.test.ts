import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import type { Doubt, MeasurementData } from '../../load/measure/measurement.ts'
import { exampleMeasurement, exampleSlo, histogramOf, tallyOf, times } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Judgement } from './slo.ts'

const judged = (objective: string, data: MeasurementData, doubts: Doubt[] = []): Judgement =>
  judge([exampleSlo(objective)], [exampleMeasurement(data, { doubts })])[0] as Judgement

/** `count` values, `everyMs` apart, around a line that grows by `perMinute`. */
function line(
  count: number,
  everyMs: number,
  from: number,
  perMinute: number,
  noise: number,
): MeasurementData {
  const random = seededRandom(3)
  return {
    kind: 'samples',
    points: Array.from({ length: count }, (_, i) => ({
      atMs: i * everyMs,
      value: from + (perMinute * i * everyMs) / 60_000 + noise * (random() - 0.5),
    })),
  }
}

test('a mean well below its limit is a PASS, well above a FAIL, beside it cannot be told', () => {
  const around100 = line(60, 1000, 100, 0, 40)
  expect(judged('avg<120', around100)).toMatchObject({ verdict: 'PASS', n: 60, confidence: 0.999 })
  expect(judged('avg<120', around100).observed).toBeCloseTo(100, -1)
  expect(judged('avg<80', around100).verdict).toBe('FAIL')
  const { observed = 0 } = judged('avg<80', around100)
  expect(judged(`avg<${observed.toFixed(3)}`, around100).verdict).toBe('INCONCLUSIVE')
  expect(judged('avg>80', around100).verdict).toBe('PASS')
})

test('a mean of a histogram is that of all values, its sureness that of its seconds', () => {
  // 20 seconds of ten values of 100 and one second of a thousand values of 10.
  const entries = [
    ...times(200, 100).map((value, i) => [value, Math.floor(i / 10)] as const),
    ...times(1000, 10).map(value => [value, 20] as const),
  ]
  expect(judged('avg<200', histogramOf(entries)).observed).toBeCloseTo(25, 1)
  expect(judged('avg<200', histogramOf(entries))).toMatchObject({ n: 1200, verdict: 'PASS' })
})

test('a value that grows is told from one that does not, by its growth in a minute', () => {
  const steady = line(60, 2000, 50, 0, 1)
  const leaking = line(60, 2000, 50, 1, 1)
  expect(judged('slope<0.3', steady).verdict).toBe('PASS')
  const { verdict, observed, because } = judged('slope<0.3', leaking)
  expect(verdict).toBe('FAIL')
  expect(observed).toBeGreaterThan(0.8)
  expect(observed).toBeLessThan(1.2)
  expect(because).toContain('Growth a minute ')
})

test('what is sampled out of order has the same slope', () => {
  const data = line(60, 2000, 50, 1, 1)
  if (data.kind !== 'samples') throw new Error('line() makes samples.')
  const shuffled = { ...data, points: data.points.toSorted((a, b) => (a.value % 1) - (b.value % 1)) }
  expect(judged('slope<0.3', shuffled)).toMatchObject({
    ...judged('slope<0.3', data),
    parts: expect.any(Array),
  })
})

test('what is sampled out of order has the same mean, as sure, in the course of time', () => {
  const data = line(60, 2000, 100, 5, 10)
  if (data.kind !== 'samples') throw new Error('line() makes samples.')
  const shuffled = { ...data, points: data.points.toSorted((a, b) => (a.value % 1) - (b.value % 1)) }
  expect(judged('avg<105', shuffled)).toEqual(judged('avg<105', data))
})

test('a growth is told as exactly today as in 1970', () => {
  const points = Array.from({ length: 11 }, (_, i) => ({ atMs: 1_795_266_000_123 + 7000 * i, value: 7 * i }))
  expect(judged('slope<1', { kind: 'samples', points }).observed).toBeCloseTo(60, 10)
})

test('a histogram without values does not hide the samples beside it, nor does another kind add to them', () => {
  const others: MeasurementData[] = [
    histogramOf([]),
    tallyOf([[10, 0]]),
    { kind: 'series', points: [[0, 5]] },
  ]
  const all = [...others, line(20, 1000, 10, 0, 0)].map(data => exampleMeasurement(data))
  expect(judge([exampleSlo('avg<20')], all)).toMatchObject([{ verdict: 'PASS', observed: 10, n: 20 }])
})

test('12 values are enough to know how sure their mean is', () => {
  expect(judged('avg<120', line(12, 1000, 10, 0, 0)).verdict).toBe('PASS')
})

test('fewer than 12 values have a mean, and nobody knows how sure it is', () => {
  const { verdict, confidence, because } = judged('avg<120', line(11, 1000, 10, 0, 0))
  expect(verdict).toBe('INCONCLUSIVE')
  expect(confidence).toBe(0.5)
  expect(because).toBe('Mean 10 ms, but a confidence takes 12 values spread over time.')
})

test('no values, or a single moment, have no slope', () => {
  const point = { atMs: 5, value: 1 }
  expect(judged('slope<1', { kind: 'samples', points: [] }).verdict).toBe('NO_DATA')
  expect(judged('slope<1', { kind: 'samples', points: [point, point] }).verdict).toBe('NO_DATA')
  expect(judged('avg<1', { kind: 'samples', points: [] }).verdict).toBe('NO_DATA')
})

test('a late generator may have raised a mean, and voids a FAIL within that', () => {
  const late = (lateMs: number): Doubt => ({
    kind: 'generator-late',
    lateMs,
    seconds: times(60, 0).map((_, second) => [second * 1000, lateMs]),
  })
  const around100 = line(60, 1000, 100, 0, 5)
  // A value that begins at the start of a second and lasts up to 80 ms meets that second's stalls.
  expect(judged('avg<80', around100, [late(30)]).verdict).toBe('INVALID')
  expect(judged('avg<80', around100, [late(10)]).verdict).toBe('FAIL')
  expect(judged('slope<-1', around100, [late(30)]).verdict).toBe('FAIL')
})

test('a sample began at its time, a value of a histogram anywhere in its second', () => {
  const late: Doubt = {
    kind: 'generator-late',
    lateMs: 15,
    seconds: times(20, 0).map((_, second) => [second * 1000, 15]),
  }
  // All take 100 ms. A sample that begins with its second is over by the next, and may have waited 15 ms: not enough.
  expect(judged('avg<80', line(20, 1000, 100, 0, 0), [late]).verdict).toBe('FAIL')
  // One that began late in its second met the stall of the next as well: 30 ms.
  const recorded = histogramOf(times(20, 100).map((value, second) => [value, second] as const))
  expect(judged('avg<80', recorded, [late]).verdict).toBe('INVALID')
})

test('the same series gives the same confidence, to the bit', () => {
  const noisy = line(40, 1000, 100, 0, 80)
  expect(judged('avg<101', noisy).confidence).toBe(judged('avg<101', noisy).confidence)
  expect(judged('avg<101', noisy).confidence).toBeGreaterThan(0.05)
  expect(judged('avg<101', noisy).confidence).toBeLessThan(0.95)
})
