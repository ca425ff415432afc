import { expect, test } from '@playwright/test'
import type { Doubt, Measurement } from '../../../../../load/measure/measurement.ts'
import { doubtfulSpans } from './doubtful-spans.ts'
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
  expect(doubtfulSpans([doubted('api.errors'), unsure], sampleDeclared, ZERO_MS)).toEqual([
    {
      metric: 'api.latency',
      name: 'API: response time',
      startSec: 0,
      endSec: 9,
      doubt: 'The clocks agree only to within 31 ms.',
    },
  ])
})

test('lateness spans the seconds in which it was, those that follow each other as one', () => {
  const seconds = [2, 3, 6].map((second): [number, number] => [ZERO_MS + 1000 * second, 20])
  const late = doubted('api.latency', { kind: 'generator-late', lateMs: 20, seconds })
  expect(doubtfulSpans([late], sampleDeclared, ZERO_MS).map(span => [span.startSec, span.endSec])).toEqual([
    [2, 4],
    [6, 7],
  ])
})
