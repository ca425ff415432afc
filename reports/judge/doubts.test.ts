import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../../load/measure/histogram.ts'
import type { Doubt, Measurement } from '../../load/measure/measurement.ts'
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

/** Late in each of the 20 seconds that the samples are of. */
const late = (lateMs: number): Doubt => ({
  kind: 'generator-late',
  lateMs,
  seconds: times(20, 0).map((_, second) => [second * 1000, lateMs]),
})
const uncertain = (errorMs: number): Doubt => ({ kind: 'clock-uncertain', errorMs })
const unapplied: Doubt = { kind: 'load-not-applied', wanted: 1000, applied: 400 }
const starved: Doubt = { kind: 'cpu-starved', utilisation: 0.8, cpu: 0.4 }
const saturated: Doubt = { kind: 'generator-saturated', utilisation: 0.99 }

function judged(slo: Slo, data: Measurement['data'], ...doubts: Doubt[]): Judgement {
  return judge([slo], [exampleMeasurement(data, { doubts })])[0] as Judgement
}

const limit200 = exampleSlo('p(90)<200')
const all = (valueMs: number) => samplesOf(times(20, valueMs))

test('a late generator leaves a PASS: it only adds to latency', () => {
  expect(judged(limit200, all(100), late(5000)).verdict).toBe('PASS')
})

test('a late generator voids a FAIL only when the lateness, granted, changes it', () => {
  expect(judged(limit200, all(230), late(40))).toMatchObject({ verdict: 'INVALID', doubts: [late(40)] })
  expect(judged(limit200, all(900), late(40)).verdict).toBe('FAIL')
  expect(judged(limit200, all(230), late(30)).verdict).toBe('FAIL')
  expect(judged(limit200, all(230), late(31)).verdict).toBe('INVALID')
})

test('a lateness of up to a tenth of the limit voids nothing', () => {
  expect(judged(limit200, all(210), late(20)).verdict).toBe('FAIL')
  expect(judged(limit200, all(210), late(20.1)).verdict).toBe('INVALID')
})

test('lateness excuses only the seconds that it touched', () => {
  // Ten seconds of ten values each, all of them slow.
  const entries = times(100, 300).map((value, index) => [value, Math.floor(index / 10)] as const)
  const lateIn = (...seconds: number[]): Doubt => ({
    kind: 'generator-late',
    lateMs: 200,
    seconds: seconds.map(second => [second * 1000, 200]),
  })
  const half = exampleSlo('p(90)<200')
  for (const data of [histogramOf(entries), samplesOf(times(10, 300))]) {
    expect(judged(half, data, lateIn(4)).verdict).toBe('FAIL')
    expect(judged(half, data, lateIn(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).verdict).toBe('INVALID')
  }
  // A value that begins in second 3 and would have been good is there by 200 ms into second 4, and not by second 5.
  const one = histogramOf(times(20, 300).map(value => [value, 3] as const))
  expect(judged(half, one, lateIn(4)).verdict).toBe('INVALID')
  expect(judged(half, one, lateIn(5)).verdict).toBe('FAIL')
  expect(judged(half, one, lateIn(2)).verdict).toBe('FAIL')
})

test('a stall that begins just when a value is due may still have delayed it', () => {
  // Due 200 ms after it began, at the full second.
  const points = times(20, 250).map((value, i) => ({ atMs: i * 2000 + 800, value }))
  const lateAt = (second: number): Doubt => ({
    kind: 'generator-late',
    lateMs: 100,
    seconds: points.map((_, i) => [(2 * i + second) * 1000, 100]),
  })
  expect(judged(limit200, { kind: 'samples', points }, lateAt(1)).verdict).toBe('INVALID')
  const earlier = points.map(({ atMs, value }) => ({ atMs: atMs - 1, value }))
  expect(judged(limit200, { kind: 'samples', points: earlier }, lateAt(1)).verdict).toBe('FAIL')
})

test('a value that meets several stalls is delayed by their sum, also by those it got into by waiting', () => {
  const data = histogramOf(times(20, 3200).map(value => [value, 3] as const))
  const seconds = (...late: [number, number][]): Doubt => ({
    kind: 'generator-late',
    lateMs: 900,
    seconds: late.map(([second, lateMs]) => [second * 1000, lateMs]),
  })
  // Due by 4.2 s; 0.9 s later it is in second 5, and with that second's 0.9 s in second 6, and so on.
  const each = ([3, 4, 5, 6, 7] as const).map((second): [number, number] => [second, 900])
  expect(judged(limit200, data, seconds(...each)).verdict).toBe('INVALID')
  expect(judged(limit200, data, seconds(...each.slice(0, 3))).verdict).toBe('FAIL')
  expect(judged(limit200, data, seconds(each[0] ?? [0, 0], each[4] ?? [0, 0])).verdict).toBe('FAIL')
})

test('a late generator does not void what is no time', () => {
  const rate = exampleSlo('rate<0.01', { unit: 'ratio' })
  expect(judged(rate, tallyOf([[1000, 500]]), late(5000)).verdict).toBe('FAIL')
  const score = exampleSlo('med>=0.9', { unit: 'score' })
  expect(judged(score, samplesOf(times(5, 0.5)), late(5000)).verdict).toBe('FAIL')
})

test('load that was not applied voids a PASS and a FAIL', () => {
  for (const valueMs of [100, 900]) {
    const { verdict, because } = judged(limit200, all(valueMs), unapplied)
    expect(verdict).toBe('INVALID')
    expect(because).toContain('Only 400 of 1,000 units of load were applied')
    expect(because).toContain(`may have caused this ${valueMs === 100 ? 'PASS' : 'FAIL'}, not your platform`)
  }
})

test('uncertain clocks void a PASS and a FAIL that lie within the uncertainty', () => {
  expect(judged(limit200, all(195), uncertain(10)).verdict).toBe('INVALID')
  expect(judged(limit200, all(205), uncertain(10)).verdict).toBe('INVALID')
  expect(judged(limit200, all(185), uncertain(10)).verdict).toBe('PASS')
  expect(judged(limit200, all(215), uncertain(10)).verdict).toBe('FAIL')
})

test('uncertain clocks and lateness void as much where a time must be long', () => {
  const long = exampleSlo('p(90)>=200')
  expect(judged(long, all(205), uncertain(10)).verdict).toBe('INVALID')
  expect(judged(long, all(195), uncertain(10)).verdict).toBe('INVALID')
  expect(judged(long, all(215), uncertain(10)).verdict).toBe('PASS')
  expect(judged(long, all(185), uncertain(10)).verdict).toBe('FAIL')
  // The generator can only have made it longer.
  expect(judged(long, all(230), late(40)).verdict).toBe('INVALID')
  expect(judged(long, all(250), late(40)).verdict).toBe('PASS')
  expect(judged(long, all(170), late(40)).verdict).toBe('FAIL')
})

test('a pace that must stay low may have been kept low by a generator without a core', () => {
  const low = exampleSlo('med<=100', { unit: 'per-second' })
  expect(judged(low, samplesOf(times(20, 60)), starved).verdict).toBe('INVALID')
  expect(judged(low, samplesOf(times(20, 40)), starved).verdict).toBe('PASS')
  expect(judged(low, samplesOf(times(20, 120)), starved).verdict).toBe('FAIL')
})

test('two doubts that change nothing alone may do so together, and are then both named', () => {
  const { verdict, because } = judged(limit200, all(235), late(30), uncertain(10))
  expect(verdict).toBe('INVALID')
  expect(because).toMatch(/up to 30 ms late.*agree only to within 10 ms/)
  expect(judged(limit200, all(245), late(30), uncertain(10)).verdict).toBe('FAIL')
})

test('only the doubts that void a verdict are named in its reason', () => {
  const { because } = judged(limit200, all(230), uncertain(1), late(40))
  expect(because).toContain('up to 40 ms late')
  expect(because).not.toContain('clocks')
})

test('a generator without a core to run on may have halved the pace, and voids a FAIL within that', () => {
  const pace = exampleSlo('med>=100', { unit: 'per-second' })
  const answers = (perSecond: number) => samplesOf(times(20, perSecond))
  expect(judged(pace, answers(60), starved).verdict).toBe('INVALID')
  expect(judged(pace, answers(40), starved).verdict).toBe('FAIL')
  expect(judged(pace, answers(120), starved).verdict).toBe('PASS')
  expect(judged(limit200, all(230), starved).verdict).toBe('FAIL')
})

test('a generator at its own ceiling voids a pace that is too low, a time that is too long, and too many failures', () => {
  const pace = exampleSlo('med>=100', { unit: 'per-second' })
  expect(judged(pace, samplesOf(times(20, 1)), saturated).verdict).toBe('INVALID')
  expect(judged(pace, samplesOf(times(20, 120)), saturated).verdict).toBe('PASS')
  expect(judged(limit200, all(230), saturated).verdict).toBe('INVALID')
  expect(judged(limit200, all(100), saturated).verdict).toBe('PASS')
  const rate = exampleSlo('rate<0.01', { unit: 'ratio' })
  expect(judged(rate, tallyOf([[1000, 500]]), saturated).verdict).toBe('INVALID')
  expect(judged(rate, tallyOf([[1000, 0]]), saturated).verdict).toBe('PASS')
})

test('requests lost on connections that the target closed are not held against it, others are', () => {
  const rate = exampleSlo('rate<0.01', { unit: 'ratio' })
  const recycled = (lost: number): Doubt => ({ kind: 'connections-recycled', lost })
  const errors = tallyOf(times(10, 0).map(() => [100, 3] as const))
  expect(judged(rate, errors).verdict).toBe('FAIL')
  expect(judged(rate, errors, recycled(29)).verdict).toBe('INVALID')
  expect(judged(rate, errors, recycled(5)).verdict).toBe('FAIL')
  expect(judged(rate, tallyOf([[1000, 0]]), recycled(29)).verdict).toBe('PASS')
})

test('what says nothing of the target has nothing to be voided', () => {
  const few = exampleSlo('p(90)<200', { minSamples: 50 })
  expect(judged(few, all(100), unapplied, late(5000)).verdict).toBe('INCONCLUSIVE')
  expect(judge([limit200], [exampleMeasurement(samplesOf([]), { doubts: [unapplied] })])[0]?.verdict).toBe(
    'NO_DATA',
  )
})

test('the doubts of all pooled measurements are kept, each once', () => {
  const [one] = judge(
    [limit200],
    [
      exampleMeasurement(all(100), { doubts: [late(16), late(17)] }),
      exampleMeasurement(all(100), { doubts: [late(16)] }),
    ],
  )
  expect(one?.doubts).toEqual([late(16), late(17)])
})

const busy = (from: number, until: number): Doubt => ({
  kind: 'machine-busy',
  share: 0.6,
  seconds: Array.from({ length: until - from }, (_, index) => [(from + index) * 1000, 0.6]),
})

test('what timed out beside other programs is excused as what was slow is, and at no other time', () => {
  const points = times(20, 10_000).map(
    (value, second) => ({ value, atMs: second * 1000, censored: true }) as const,
  )
  const histogram = new BlockHistogram()
  for (const { value, atMs } of points) histogram.recordCensored(value, atMs)
  for (const data of [{ kind: 'samples', points } as const, histogram.toData()]) {
    expect(judged(limit200, data, busy(0, 20)).verdict).toBe('INVALID')
    expect(judged(limit200, data, busy(3, 4)).verdict).toBe('FAIL')
    expect(judged(limit200, data).verdict).toBe('FAIL')
  }
})

test('a mean that is missed is void where other programs may have made it, and stands where they were there for a moment', () => {
  const mean = exampleSlo('avg<200')
  const values = [all(900), histogramOf(times(20, 900).map((value, second) => [value, second] as const))]
  for (const data of values) {
    expect(judged(mean, data, busy(0, 20)).verdict).toBe('INVALID')
    expect(judged(mean, data, busy(3, 4)).verdict).toBe('FAIL')
    expect(judged(mean, data).verdict).toBe('FAIL')
  }
})
