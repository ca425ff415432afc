import { expect, test } from '@playwright/test'
import type { Doubt, Measurement } from '../../../../../load/measure/measurement.ts'
import { doubtfulPeriods } from './doubtful-periods.ts'
import { sampleDeclared } from '../../../testing/sample-metrics.ts'

const ZERO_MS = 1_700_000_000_000

const doubted = (metric: string, ...doubts: Doubt[]): Measurement => ({
  metric,
  unit: 'ms',
  labels: {},
  window: { startMs: ZERO_MS, endMs: ZERO_MS + 9000 },
  data: { kind: 'samples', points: [] },
  doubts,
})

test('a doubt of the whole measurement spans its window, and what is not doubted has no span', () => {
  const unsure = doubted('api.latency', { kind: 'clock-uncertain', errorMs: 31 })
  expect(doubtfulPeriods([doubted('api.errors'), unsure], sampleDeclared, ZERO_MS)).toEqual([
    {
      kind: 'clock-uncertain',
      startSec: 0,
      endSec: 9,
      doubt: 'The clocks agree only to within 31 ms.',
      metrics: new Set(['api.latency']),
      titles: new Set([sampleDeclared.title('api.latency')]),
    },
  ])
})

test('lateness spans the seconds in which it was, those that follow each other as one', () => {
  const seconds = [2, 3, 6].map((second): [number, number] => [ZERO_MS + 1000 * second, 20])
  const late = doubted('api.latency', { kind: 'generator-late', lateMs: 20, seconds })
  expect(doubtfulPeriods([late], sampleDeclared, ZERO_MS).map(span => [span.startSec, span.endSec])).toEqual([
    [2, 4],
    [6, 7],
  ])
})

test('other programs are told in the seconds in which they took processors', () => {
  const seconds: [number, number][] = [[ZERO_MS + 4000, 0.5]]
  const busy = doubted('api.latency', { kind: 'machine-busy', share: 0.5, seconds })
  expect(doubtfulPeriods([busy], sampleDeclared, ZERO_MS)).toMatchObject([
    { startSec: 4, endSec: 5, doubt: expect.stringContaining('Other programs took up to 50 %') },
  ])
})

test('lateness of many metrics at one time is one period, told by the most of it', () => {
  const late = (metric: string, ...seconds: [number, number][]): Measurement =>
    doubted(metric, {
      kind: 'generator-late',
      lateMs: 90,
      seconds: seconds.map(([second, ms]) => [ZERO_MS + 1000 * second, ms]),
    })
  const [first, second, ...others] = doubtfulPeriods(
    [late('api.latency', [2, 20], [8, 90]), late('api.ttfb', [3, 31])],
    sampleDeclared,
    ZERO_MS,
  )
  expect(first).toMatchObject({
    startSec: 2,
    endSec: 4,
    doubt: 'The test machine was up to 31 ms late, not the target.',
    metrics: new Set(['api.latency', 'api.ttfb']),
  })
  expect(second).toMatchObject({ startSec: 8, endSec: 9, metrics: new Set(['api.latency']) })
  expect(others).toEqual([])
})
