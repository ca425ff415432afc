import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../load/measure/histogram.ts'
import { drawCurve, drawCurves } from './curve.ts'
import { exampleMeasurement, histogramOf, samplesOf, tallyOf } from './judge/testing/example-evidence.ts'

test('samples are drawn through their nearest ranks, ascending, and have no course', () => {
  const curve = drawCurve(exampleMeasurement(samplesOf([40, 10, 30, 20]), { labels: { page: 'home' } }))
  expect(curve).toMatchObject({ metric: 'm', labels: { page: 'home' }, unit: 'ms', n: 4, overTime: [] })
  const at = new Map(curve?.percentiles)
  expect([0, 20, 30, 50, 75, 80, 100].map(p => at.get(p))).toEqual([10, 10, 20, 20, 30, 40, 40])
  const percentiles = curve?.percentiles.map(([p]) => p) ?? []
  expect(percentiles).toEqual(percentiles.toSorted((a, b) => a - b))
})

test('a histogram is drawn as a whole, and over time where there are enough values', () => {
  const curve = drawCurve(
    exampleMeasurement(
      histogramOf([
        [1, 0],
        [2, 0],
        [1, 3],
      ]),
    ),
  )
  expect(curve?.n).toBe(3)
  expect(new Map(curve?.percentiles).get(50)).toBe(1)
  expect(new Map(curve?.percentiles).get(100)).toBe(2)
  expect(curve?.overTime).toEqual([{ atMs: 1500, perSecond: 0.75, p50: 1, p95: 2, p99: 2 }])
  expect(curve?.buckets?.map(([, count]) => count)).toEqual([2, 1])
})

test('over time each point stands for a hundred values, and none for two times between which nothing was measured', () => {
  const values = (second: number, count: number) =>
    Array.from({ length: count }, (): [number, number] => [second + 1, second])
  const curve = drawCurve(
    exampleMeasurement(
      histogramOf([
        ...values(0, 60),
        ...values(1, 60),
        ...values(2, 100),
        ...values(3, 99),
        ...values(20, 5),
      ]),
    ),
  )
  const drawn = curve?.overTime.map(({ atMs, perSecond, p99 }) => [atMs, perSecond, Math.round(p99)])
  expect(drawn).toEqual([
    [500, 60, 2],
    [2500, 99.5, 4],
    [20_000, 5, 21],
  ])
})

test('what timed out is in the percentiles, as a lower bound, and not in the spread of the answers', () => {
  const histogram = new BlockHistogram()
  for (const value of [5, 5, 5]) histogram.record(value, 0)
  histogram.recordCensored(10_000, 0)
  const curve = drawCurve(exampleMeasurement(histogram.toData()))
  expect(new Map(curve?.percentiles).get(100)).toBeGreaterThan(9900)
  expect(curve?.buckets?.map(([, count]) => count)).toEqual([3])
})

test('tallies, series and empty data have no curve', () => {
  const none = [tallyOf([[10, 0]]), { kind: 'series' as const, points: [] }, samplesOf([]), histogramOf([])]
  expect(none.map(data => drawCurve(exampleMeasurement(data)))).toEqual(none.map(() => undefined))
})

test('what was measured in several stages under the same labels is one curve', () => {
  const at = (values: [number, number][], endpoint: string) =>
    exampleMeasurement(histogramOf(values), { metric: 'connect', labels: { endpoint } })
  const curves = drawCurves([at([[1, 0]], 'a'), at([[8, 0]], 'b'), at([[3, 5]], 'a')])
  expect(curves.map(({ labels, n }) => [labels['endpoint'], n])).toEqual([
    ['a', 2],
    ['b', 1],
  ])
  expect(new Map(curves[0]?.percentiles).get(100)).toBeCloseTo(3, 1)
  expect(curves[0]?.overTime.map(({ atMs }) => atMs)).toEqual([0, 5000])
})
