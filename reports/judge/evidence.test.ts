import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../../load/measure/histogram.ts'
import type { MeasurementData } from '../../load/measure/measurement.ts'
import { gatherEvidence } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { exampleMeasurement, histogramOf, samplesOf, tallyOf, times } from './testing/example-evidence.ts'
import { parseObjective } from './objective.ts'

function evidence(objective: string, ...data: MeasurementData[]): Evidence {
  const all = data.map(one => exampleMeasurement(one))
  const found = gatherEvidence(all, parseObjective(objective))
  if (!found) throw new Error('There is no evidence.')
  return found
}

/** `each` samples in every one of `seconds` seconds, at different times of it. */
function samplesEach(seconds: number, each: (second: number) => number): MeasurementData {
  const points = Array.from({ length: seconds }, (_, second) =>
    Array.from({ length: each(second) }, (_unused, i) => ({ atMs: second * 1000 + i * 300, value: 100 })),
  ).flat()
  return { kind: 'samples', points }
}

test('samples that come twice a second or more share their second, rarer ones stand for themselves', () => {
  const often = evidence(
    'p(90)<200',
    samplesEach(20, () => 2),
  )
  expect(often.blocks).toEqual(times(20, 2).map(n => ({ n, good: n })))
  // 30 in 20 seconds: ten of the seconds hold two.
  const rare = evidence(
    'p(90)<200',
    samplesEach(20, second => 1 + (second % 2)),
  )
  expect(rare.blocks).toEqual(times(30, 1).map(n => ({ n, good: n })))
})

test('a time-out within the limit is not good, what was answered before it is', () => {
  const histogram = new BlockHistogram()
  for (let i = 0; i < 39; i++) histogram.record(100, 0)
  histogram.recordCensored(150, 0)
  expect(evidence('p(90)<200', histogram.toData()).blocks).toEqual([{ n: 40, good: 39 }])
})

test('the parts of a histogram are the percentiles of its seconds', () => {
  // A histogram tells thousandths apart up to 2.
  const seconds = [
    [0.25, 0.5, 0.75],
    [1, 1.25, 1.5],
  ]
  const entries = seconds.flatMap((values, second) => values.map(value => [value, second] as const))
  expect(evidence('med<1', histogramOf(entries)).parts).toEqual([0.5, 1.25])
})

test('the parts of a tally are the shares of its seconds, without those in which nothing happened', () => {
  const data = tallyOf([
    [10, 1],
    [0, 0],
    [10, 4],
  ])
  expect(evidence('rate<0.5', data).parts).toEqual([0.1, 0.4])
  expect(evidence('rate>0.5', data).parts).toEqual([0.9, 0.6])
  expect(evidence('rate<0.5', data).blocks).toEqual([
    { n: 10, good: 9 },
    { n: 10, good: 6 },
  ])
})

test('a count is one number and has no parts', () => {
  expect(evidence('count==0', tallyOf(times(10, 0).map(() => [10, 1] as const))).parts).toEqual([])
})

test('of more than 60 parts, 60 are kept that lie evenly between them', () => {
  const counted = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
  expect(evidence('med<1', samplesOf(counted(120))).parts).toEqual(counted(60).map(i => 2 * i))
  expect(evidence('med<1', samplesOf(counted(60))).parts).toEqual(counted(60))
})

test('a statistic of the whole has no blocks', () => {
  expect(evidence('avg<1', samplesOf(times(20, 1))).blocks).toEqual([])
})

test('growth and means have no blocks, and means are less what a doubt grants', () => {
  const rising: MeasurementData = samplesOf(times(20, 0).map((_, second) => 100 + second))
  expect(evidence('slope<1', rising).blocks).toEqual([])
  expect(evidence('leak<1', rising).blocks).toEqual([])
  const granted = { limitAt: () => 230, forgiven: 0 }
  const mean = gatherEvidence([exampleMeasurement(rising)], parseObjective('avg<200'), granted)
  expect(mean).toMatchObject({ blocks: [], observed: expect.closeTo(79.5) })
  expect(mean?.parts[0]).toBe(70)
})

test('of several histograms one that is censored makes time-outs of all that lies at the top', () => {
  const censored = new BlockHistogram()
  for (let i = 0; i < 10; i++) censored.recordCensored(150, 0)
  const whole = evidence('p(90)<200', histogramOf(times(10, 0).map(() => [100, 0])), censored.toData())
  expect(whole.blocks.reduce((sum, { good }) => sum + good, 0)).toBe(10)
})

test('of a block of several seconds each second has its own limit', () => {
  // So long a record has blocks of more than a second.
  const data = histogramOf(Array.from({ length: 4000 }, (_, second) => [200, second] as const))
  const granted = (startMs: number): number => (startMs === 1000 ? 300 : 100)
  const evidence = gatherEvidence([exampleMeasurement(data)], parseObjective('p(95)<100'), {
    limitAt: granted,
    forgiven: 0,
  })
  const [first, ...others] = evidence?.blocks ?? []
  const seconds = first?.n ?? 0
  expect(seconds).toBeGreaterThan(1)
  expect(first?.good).toBe(1)
  expect(others.map(({ good }) => good)).toEqual(others.map(() => 0))
})
