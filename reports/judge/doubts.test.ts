import { expect, test } from '@playwright/test'
import type { Doubt, Measurement } from '../../load/measure/measurement.ts'
import { exampleMeasurement, exampleSlo, samplesOf, tallyOf, times } from './example-evidence.ts'
import { describeDoubt, judge } from './judge.ts'
import type { Judgement, Slo } from './slo.ts'

const late = (lateMs: number): Doubt => ({ kind: 'generator-late', lateMs })
const uncertain = (errorMs: number): Doubt => ({ kind: 'clock-uncertain', errorMs })
const unapplied: Doubt = { kind: 'load-not-applied', wanted: 1000, applied: 400 }

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
    expect(because).toContain('Only 400 of 1,000 units of work were applied')
    expect(because).toContain(`could have made this ${valueMs === 100 ? 'PASS' : 'FAIL'}`)
  }
})

test('uncertain clocks void a PASS and a FAIL that lie within the uncertainty', () => {
  expect(judged(limit200, all(195), uncertain(10)).verdict).toBe('INVALID')
  expect(judged(limit200, all(205), uncertain(10)).verdict).toBe('INVALID')
  expect(judged(limit200, all(185), uncertain(10)).verdict).toBe('PASS')
  expect(judged(limit200, all(215), uncertain(10)).verdict).toBe('FAIL')
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
      exampleMeasurement(all(100), { doubts: [late(6), late(7)] }),
      exampleMeasurement(all(100), { doubts: [late(6)] }),
    ],
  )
  expect(one?.doubts).toEqual([late(6), late(7)])
})

test('a doubt says how large it is and what to do next', () => {
  expect(describeDoubt(late(42))).toBe(
    'The load generator ran up to 42 ms late (p99): give it a quieter or larger machine.',
  )
  expect(describeDoubt(uncertain(3))).toContain('may differ by 3.0 ms: measure again')
  expect(describeDoubt(unapplied)).toContain('see the errors of connecting and sending')
})
