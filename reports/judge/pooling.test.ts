import { expect, test } from '@playwright/test'
import { mergeHistograms } from '../../load/measure/histogram.ts'
import type { HistogramData, Measurement } from '../../load/measure/measurement.ts'
import { mergeTallies } from '../../load/measure/tally.ts'
import {
  exampleMeasurement,
  exampleSlo,
  histogramOf,
  samplesOf,
  tallyOf,
  times,
} from './testing/example-evidence.ts'
import { judge } from './judge.ts'

const labelled = (labels: Record<string, string>, value: number): Measurement =>
  exampleMeasurement(samplesOf(times(20, value)), { labels })

test('`by` makes a judgement of each value of the label, in the order they were measured', () => {
  const slo = exampleSlo('p(90)<200', { by: 'endpoint' })
  const judged = judge([slo], [labelled({ endpoint: 'b' }, 300), labelled({ endpoint: 'a' }, 100)])
  expect(judged.map(one => [one.labels, one.verdict])).toEqual([
    [{ endpoint: 'b' }, 'FAIL'],
    [{ endpoint: 'a' }, 'PASS'],
  ])
})

test('what lacks the label of `by` is judged together, under the id alone', () => {
  const slo = exampleSlo('p(90)<200', { by: 'endpoint', where: { cache: 'cold' } })
  const cold = { cache: 'cold' }
  const judged = judge(
    [slo],
    [labelled(cold, 300), labelled({ ...cold, endpoint: 'a' }, 100), labelled(cold, 300)],
  )
  expect(judged).toMatchObject([
    { name: 'api.latency', labels: { cache: 'cold' }, verdict: 'FAIL', n: 40 },
    { name: 'api.latency (a)', labels: { cache: 'cold', endpoint: 'a' }, verdict: 'PASS', n: 20 },
  ])
})

test('without `by` the labels are those of `where`, and the name is the id', () => {
  const judged = judge([exampleSlo('p(90)<200')], [labelled({ endpoint: 'a' }, 100)])
  expect(judged.map(({ name, labels }) => [name, labels])).toEqual([['api.latency', {}]])
})

test('`by` with nothing measured is one NO_DATA', () => {
  const judged = judge([exampleSlo('p(90)<200', { by: 'endpoint' })], [])
  expect(judged.map(one => [one.labels, one.verdict])).toEqual([[{}, 'NO_DATA']])
})

test('`where` leaves out what carries other labels, and another metric is left out anyway', () => {
  const slo = exampleSlo('p(90)<200', { where: { cache: 'cold' } })
  const all = [
    labelled({ cache: 'cold' }, 100),
    labelled({ cache: 'warm' }, 900),
    labelled({}, 900),
    { ...labelled({ cache: 'cold' }, 900), metric: 'other' },
  ]
  expect(judge([slo], all)).toMatchObject([{ verdict: 'PASS', n: 20, labels: { cache: 'cold' } }])
})

test('judgements come in the order of the SLOs', () => {
  const slos = ['b', 'a', 'c'].map(id => exampleSlo('p(90)<200', { id }))
  expect(judge(slos, []).map(one => one.id)).toEqual(['b', 'a', 'c'])
})

/** Values of ten seconds, of which two are slow as a whole: half of each second's values go to each shard. */
const entries = Array.from({ length: 400 }, (_, index) => {
  const second = Math.floor(index / 40)
  return [second % 5 === 4 ? 300 : 100, second] as const
})
const half = (shard: number) => entries.filter((_, index) => index % 2 === shard)
const slo = exampleSlo('p(75)<200')
const judged = (...data: Measurement['data'][]) =>
  judge(
    [slo],
    data.map(part => exampleMeasurement(part)),
  )[0]

test('two shards of samples are judged as the whole', () => {
  const points = entries.map(([value, second]) => ({ atMs: second * 1000, value }))
  const shard = (wanted: number) => ({
    kind: 'samples' as const,
    points: points.filter((_, i) => i % 2 === wanted),
  })
  const { parts: _, ...whole } = judged({ kind: 'samples', points }) ?? { parts: [] }
  expect(judged(shard(0), shard(1))).toMatchObject(whole)
})

test('two shards of a histogram are judged as the whole: a second is one block, whoever measured it', () => {
  const shards = [histogramOf(half(0)), histogramOf(half(1))] as HistogramData[]
  const { parts: _, ...whole } = judged(histogramOf(entries)) ?? { parts: [] }
  const { parts: __, ...merged } = judged(mergeHistograms(shards)) ?? { parts: [] }
  expect(merged).toEqual(whole)
  expect(judged(...shards)).toMatchObject(whole)
})

test('two shards of a tally are judged as the whole: a second is one block, whoever counted it', () => {
  const seconds = Array.from({ length: 10 }, (_, second) => [40, second % 5 === 4 ? 20 : 0] as const)
  const shard = tallyOf(seconds.map(([total, bad]) => [total / 2, bad / 2] as const))
  const rate = exampleSlo('rate<0.2', { unit: 'ratio' })
  const of = (...data: Measurement['data'][]) =>
    judge(
      [rate],
      data.map(part => exampleMeasurement(part)),
    )[0]
  const { parts: _, ...whole } = of(tallyOf(seconds)) ?? { parts: [] }
  if (shard.kind !== 'tally') throw new Error('tallyOf() makes a tally.')
  expect(of(mergeTallies([shard, shard]))).toMatchObject(whole)
  expect(of(shard, shard)).toMatchObject(whole)
})

test('the same measurements give the same judgements, byte for byte, also after JSON', () => {
  const slos = [slo, exampleSlo('p(90)<200', { by: 'endpoint' }), exampleSlo('rate<0.01', { unit: 'ratio' })]
  const measurements = [
    exampleMeasurement(histogramOf(entries), {
      doubts: [{ kind: 'generator-late', lateMs: 30, seconds: [[0, 30]] }],
    }),
    labelled({ endpoint: 'a' }, 0.1 + 0.2),
    exampleMeasurement(tallyOf([[10, 1]])),
  ]
  const before = JSON.stringify(measurements)
  const first = JSON.stringify(judge(slos, measurements))
  expect(JSON.stringify(judge(slos, measurements))).toBe(first)
  expect(JSON.stringify(judge(slos, JSON.parse(before) as Measurement[]))).toBe(first)
  expect(JSON.stringify(measurements)).toBe(before)
})

test('at most 60 parts are kept for the dots', () => {
  expect(judged(samplesOf(times(1000, 1)))?.parts).toHaveLength(60)
  expect(judged(samplesOf([3, 1, 2]))?.parts).toEqual([3, 1, 2])
})
