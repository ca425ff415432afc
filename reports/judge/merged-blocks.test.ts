import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../../load/measure/histogram.ts'
import type { Doubt, HistogramData } from '../../load/measure/measurement.ts'
import { perSecond, Tally } from '../../load/measure/tally.ts'
import { drawCurve } from '../curve.ts'
import { judge } from './judge.ts'
import type { Slo } from './slo.ts'

const SLO: Slo = {
  id: 'api.latency',
  title: 'API latency',
  category: 'api',
  metric: 'api.latency',
  unit: 'ms',
  objective: 'p(95)<100',
  level: 'error',
  minSamples: 100,
  source: 'a test',
}

/** Two hours of ten values a second; `slowShare` of them take `slowMs`, the others 20 ms. */
function twoHours(slowShare: number, slowMs: number): HistogramData {
  const histogram = new BlockHistogram()
  for (let index = 0; index < 72_000; index++) {
    const isSlow = (index * 7919) % 1000 < slowShare * 1000
    histogram.record(isSlow ? slowMs : 20, index * 100)
  }
  return histogram.toData()
}

const judged = (data: HistogramData, doubts: Doubt[] = []) =>
  judge(
    [SLO],
    [{ metric: SLO.metric, unit: 'ms', labels: {}, window: { startMs: 0, endMs: 7_200_000 }, data, doubts }],
  )[0]

test('a run whose blocks were merged is judged by all of its values', () => {
  expect(twoHours(0.04, 150)).toMatchObject({ blockMs: 300_000, n: 72_000 })
  expect(judged(twoHours(0.04, 150))).toMatchObject({ verdict: 'PASS', n: 72_000, observed: 20.015 })
  expect(judged(twoHours(0.06, 150))).toMatchObject({ verdict: 'FAIL', n: 72_000 })
  // A bucket of a merged block reaches from 96 to 99.9 ms and the next from 100: the whole tells where in it the values are.
  expect(judged(twoHours(0.06, 99))).toMatchObject({ verdict: 'PASS' })
  expect(judged(twoHours(0.06, 101))).toMatchObject({ verdict: 'FAIL' })
})

test('a generator that was late in a few seconds of a block is granted those seconds, not the block', () => {
  const late = (everyMs: number): Doubt => ({
    kind: 'generator-late',
    lateMs: 80,
    seconds: Array.from({ length: Math.floor(7_200_000 / everyMs) }, (_, index) => [index * everyMs, 80]),
  })
  const failing = twoHours(0.08, 150)
  expect(judged(failing, [late(300_000)])?.verdict).toBe('FAIL')
  expect(judged(failing, [late(1000)])?.verdict).toBe('INVALID')
})

test('what is drawn a second is a second, whatever the length of the blocks', () => {
  const curve = drawCurve({
    metric: SLO.metric,
    unit: 'ms',
    labels: {},
    window: { startMs: 0, endMs: 7_200_000 },
    data: twoHours(0, 0),
    doubts: [],
  })
  expect(curve?.overTime).toHaveLength(24)
  for (const point of curve?.overTime ?? []) expect(point.perSecond).toBe(10)
  const tally = new Tally()
  for (let second = 0; second < 7200; second++) {
    tally.good(second * 1000, 9)
    tally.bad('timeout', second * 1000)
  }
  for (const block of perSecond(tally.toData())) expect(block).toMatchObject({ total: 10, bad: 1 })
})
