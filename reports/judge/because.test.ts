import { expect, test } from '@playwright/test'
import type { Doubt, MeasurementData } from '../../load/measure/measurement.ts'
import { exampleMeasurement, exampleSlo, samplesOf, tallyOf, times } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Slo } from './slo.ts'

/** The one sentence (or more, with doubts) that goes with the verdict. */
const because = (slo: Slo, data: MeasurementData, doubts: Doubt[] = []): string | undefined =>
  judge([slo], [exampleMeasurement(data, { doubts })])[0]?.because

const ratio = (objective: string): Slo => exampleSlo(objective, { unit: 'ratio' })

test('a PASS says what was asked, a FAIL what was not met', () => {
  // As many values as are needed are enough.
  const slo = exampleSlo('p(90)<200', { minSamples: 40 })
  expect(because(slo, samplesOf(times(40, 100)))).toBe(
    'The 90th percentile is 100 ms, as asked (< 200 ms), over 40 values.',
  )
  expect(because(slo, samplesOf(times(40, 300)))).toBe(
    'The 90th percentile is 300 ms, not < 200 ms, over 40 values.',
  )
})

test('the 50th percentile is called the median', () => {
  expect(because(exampleSlo('med<200'), samplesOf(times(5, 100)))).toBe(
    'The median is 100 ms, as asked (< 200 ms), over 5 values.',
  )
})

test('a share is that of bad events where it must be small, and of good ones where it must be large', () => {
  expect(because(ratio('rate<0.01'), tallyOf([[1000, 50]]))).toBe(
    'The share of bad events is 5 %, not < 1 %, over 1,000 values.',
  )
  expect(because(ratio('rate<=0.5'), tallyOf([[1000, 0]]))).toBe(
    'The share of bad events is 0 %, as asked (<= 50 %), over 1,000 values.',
  )
  expect(because(ratio('rate>=0.99'), tallyOf([[1000, 50]]))).toBe(
    'The share of good events is 95 %, not >= 99 %, over 1,000 values.',
  )
})

test('a single value is spoken of as one', () => {
  const counted = exampleSlo('count==0', { unit: 'count' })
  expect(because(counted, tallyOf([[1, 0]]))).toBe(
    'The count of bad events is 0, as asked (== 0), over 1 value.',
  )
  expect(because({ ...counted, minSamples: 1000 }, tallyOf([[1, 1]]))).toBe(
    'The count of bad events is 1, but 1 value is fewer than the 1,000 that a verdict needs.',
  )
})

test('a growth seen in too few values says how many it takes', () => {
  const points = Array.from({ length: 11 }, (_, minute) => ({ atMs: minute * 60_000, value: 3 * minute }))
  expect(because(exampleSlo('slope<20'), { kind: 'samples', points })).toBe(
    'The growth in a minute is 3.0 ms, but it takes 12 values in the course of time to know how sure that is.',
  )
})

test('each doubt that voids a verdict is a sentence of its own, with what to do', () => {
  const doubts: Doubt[] = [
    { kind: 'load-not-applied', wanted: 1000, applied: 400 },
    { kind: 'clock-uncertain', errorMs: 300 },
  ]
  expect(because(exampleSlo('p(90)<200'), samplesOf(times(20, 230)), doubts)).toBe(
    'Only 400 of 1,000 units of work were applied. See the errors of connecting and sending, or lower the load. ' +
      'The clocks agree only to within 300 ms. Measure again on a quieter machine. It could have made this FAIL.',
  )
})
