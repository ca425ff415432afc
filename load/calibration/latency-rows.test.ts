import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../measure/histogram.ts'
import { latencyRows } from './latency-rows.ts'

function histogramOf(values: readonly number[]) {
  const histogram = new BlockHistogram()
  for (const value of values) histogram.record(value, 0)
  return histogram.toData()
}

/** 90 of 10 ms, 10 of 200 ms. */
const MODES = Array.from({ length: 100 }, (_, index) => (index < 90 ? 10 : 200))
const common = { instrument: 'open loop', subject: 'two modes', truthMs: MODES }

test('each percentile of the truth is held against the same one of what was measured', () => {
  const rows = latencyRows({
    ...common,
    measured: histogramOf(MODES.map(value => value + 1)),
    percentiles: [50, 95],
    lateness: () => 0,
  })
  expect(rows.map(({ quantity, truth, bound }) => [quantity, truth, bound])).toEqual([
    ['latency p50', 10, 2.5],
    ['latency p95', 200, 12],
  ])
  expect(rows[0]?.measured).toBeCloseTo(11, 1)
  expect(rows[1]?.measured).toBeCloseTo(201, 0)
})

test('below a slower mode, what is late counts by the share that is left up to it', () => {
  const asked: number[] = []
  latencyRows({
    ...common,
    measured: histogramOf(MODES),
    percentiles: [50, 85, 95],
    lateness: percentile => asked.push(percentile),
  })
  expect(asked).toEqual([60, 95, 95])
})

test('where nothing was measured there is no number', () => {
  const [row] = latencyRows({ ...common, measured: histogramOf([]), percentiles: [50], lateness: () => 0 })
  expect(row?.measured).toBeNaN()
})
