import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../measure/histogram.ts'
import type { Measurement } from '../measure/measurement.ts'
import { edgeMsOf, latenessOf, percentileOf } from './lateness.ts'

const common = { unit: 'ms', labels: {}, window: { startMs: 0, endMs: 3000 }, doubts: [] } as const
const loopDelay = (...delaysMs: number[]): Measurement => ({
  ...common,
  metric: 'generator.loop-delay',
  doubts: [],
  data: { kind: 'series', points: delaysMs.map((delayMs, second) => [second * 1000 + 1000, delayMs]) },
})
function sent(...latenessMs: number[]): Measurement {
  const histogram = new BlockHistogram()
  for (const one of latenessMs) histogram.record(one, 0)
  return { ...common, metric: 'generator.lateness', doubts: [], data: histogram.toData() }
}
const ofOpenLoop = { fromIntendedStart: true }

test('a percentile is the smallest value that its share does not exceed', () => {
  const values = [40, 10, 30, 20]
  expect([0, 25, 26, 50, 100].map(p => percentileOf(values, p))).toEqual([10, 10, 20, 20, 40])
  expect(percentileOf([], 50)).toBeNaN()
})

const ofClosedLoop = { fromIntendedStart: false }

test('two parts count at half of what is beyond the percentile', () => {
  const truthMs = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(latenessOf([], truthMs, ofClosedLoop)(90)).toBe(95)
  expect(latenessOf([loopDelay(7, 7)], truthMs, ofClosedLoop)(90)).toBe(95 + 7)
})

test('at an edge of the window the longest stall counts, however rare, and those that nobody names', () => {
  const truthMs = Array.from({ length: 999 }, () => 1)
  expect(edgeMsOf(latenessOf([loopDelay(3, 4)], [...truthMs, 40], ofClosedLoop))).toBe(10 + 4 + 40)
})

test('what is sent on schedule is late to go out and, by the same loop, late to be noticed', () => {
  const all = [sent(4, 4, 4), loopDelay(9)]
  expect(latenessOf(all, [2], ofOpenLoop)(50)).toBeCloseTo(4 + 3 + 2, 2)
})

test('sending late counts only for what is timed from the intended start', () => {
  const all = [sent(4, 4, 4), loopDelay(3)]
  expect(latenessOf(all, [2], ofClosedLoop)(50)).toBe(3 + 2)
})

/** A stall of 200 ms in two seconds: 40 of 400 ticks lie in it, late by 5, 10, ... 200 ms. */
const STALL: Measurement['doubts'] = [{ kind: 'generator-late', lateMs: 200, seconds: [[1000, 200]] }]

test('a stall is late for all that came within it, of all the seconds watched', () => {
  const lateness = latenessOf([{ ...loopDelay(1, 1), doubts: STALL }], [], ofClosedLoop)
  // Of two parts: 89.5, 95 and 100 of this one.
  expect([79, 90, 100].map(lateness)).toEqual([1, 100, 200])
})

test('a stall between two that were sent on schedule is late for answers', () => {
  const all = [sent(0, 0), { ...loopDelay(1, 1), doubts: STALL }]
  // Of three parts: 80 and 95 of this one.
  expect([40, 85].map(latenessOf(all, [], ofOpenLoop))).toEqual([0, 100])
})

test('the same stall named twice is one', () => {
  const all = [
    { ...loopDelay(1, 1), doubts: STALL },
    { ...sent(0), doubts: STALL },
  ]
  expect(latenessOf(all, [], ofClosedLoop)(90)).toBe(100)
})

test('what was late before the window was no part of it', () => {
  const doubts: Measurement['doubts'] = [{ kind: 'generator-late', lateMs: 900, seconds: [[0, 900]] }]
  const all = [{ ...loopDelay(50, 1, 2), doubts, window: { startMs: 600, endMs: 3000 } }]
  expect(latenessOf(all, [], ofClosedLoop)(100)).toBe(2)
})
