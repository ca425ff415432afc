import { expect, test } from '@playwright/test'
import type { Measurement } from '../../load/measure/measurement.ts'
import { exampleMeasurement, histogramOf } from './testing/example-evidence.ts'
import { driftEvidence, leakEvidence } from './growth-evidence.ts'

const MINUTE_MS = 60_000

/** Two readings fall into each of the 24 windows of 47 minutes. */
const MINUTES = 48

/** Nothing that is told depends on when it was. */
const BEGAN_MS = 7 * MINUTE_MS

interface Read {
  count?: number
  everyMs?: number
  fromMs?: number
}

const series = (
  valueAt: (index: number) => number,
  { count = MINUTES, everyMs = MINUTE_MS, fromMs = BEGAN_MS }: Read = {},
): Measurement =>
  exampleMeasurement({
    kind: 'series',
    points: Array.from({ length: count }, (_, index) => [fromMs + index * everyMs, valueAt(index)]),
  })

/** The smallest of each window, where values only grow. */
const leastOf = (valueAt: (index: number) => number): number[] =>
  Array.from({ length: 24 }, (_, window) => valueAt(2 * window))

/** Grows by `first` a minute in the first half of the time, and by `second` in the other. */
const bent =
  (first: number, second: number) =>
  (minute: number): number =>
    first * Math.min(minute, 24) + second * Math.max(0, minute - 24)

const none = (): number => 0

test('a leak is as steep as the least values of its windows, and these are its parts', () => {
  const valueAt = (minute: number): number => 100 + 3 * minute
  const found = leakEvidence([series(valueAt)], 1)
  expect(found).toMatchObject({ n: 24, observed: 3, parts: leastOf(valueAt) })
  expect(found).not.toHaveProperty('undecided')
  expect(Math.max(...(found?.resamples ?? []))).toBeCloseTo(3)
})

test('what falls or stays is judged by the second half, and is decided', () => {
  for (const [valueAt, observed] of [
    [bent(0, 0), 0],
    [bent(9, -2), -2],
    [bent(0, 0.25), 0.25],
    [bent(0.25, 0), 0],
  ] as const) {
    const found = leakEvidence([series(valueAt)], 0.5)
    expect(found?.observed).toBeCloseTo(observed)
    expect(found?.n).toBe(24)
    expect(found?.parts).toHaveLength(24)
    expect(Math.max(...(found?.resamples ?? []))).toBeCloseTo(observed)
    expect(found).not.toHaveProperty('undecided')
  }
})

test('growth that is less than a quarter of what it was is not told from the end of filling up', () => {
  const slowed = leakEvidence([series(bent(4, 0.9))], 0.5)
  expect(slowed?.observed).toBeCloseTo(0.9)
  expect(slowed?.undecided).toContain('less than a quarter as fast')
  expect(Math.max(...(slowed?.resamples ?? []))).toBeCloseTo(0.9)
  expect(slowed?.parts).toHaveLength(24)
  expect(leakEvidence([series(bent(4, 1.1))], 0.5)).not.toHaveProperty('undecided')
  // Exactly a quarter: it goes on.
  expect(leakEvidence([series(bent(4, 1))], 0.5)).not.toHaveProperty('undecided')
})

test('growth of the second half alone is not told from what comes and goes, from the limit on', () => {
  for (const second of [0.5, 2]) {
    const found = leakEvidence([series(bent(0, second))], 0.5)
    expect(found?.observed).toBeCloseTo(second)
    expect(found?.undecided).toContain('in the second half of the time and not in the first')
  }
})

test('windows are no shorter than two and a half seconds, and too few of them have a slope and no interval', () => {
  // Five windows of ten seconds.
  const valueAt = (index: number): number => 5 + 2 * index
  const short = leakEvidence([series(valueAt, { everyMs: 500, count: 21 })], 1)
  expect(short).toEqual({
    n: 5,
    observed: expect.closeTo(240),
    parts: Array.from({ length: 21 }, (_, index) => valueAt(index)),
  })
  // 17 windows: enough for all of it, and too few for its second half.
  const half = leakEvidence([series(none, { everyMs: 1250, count: 33 })], 1)
  expect(half).toEqual({ n: 17, observed: 0, parts: Array.from({ length: 17 }, none) })
})

test('one reading has no slope, and none is no evidence', () => {
  expect(leakEvidence([series(none, { count: 1 })], 1)).toBeUndefined()
  expect(leakEvidence([series(none, { count: 0 })], 1)).toBeUndefined()
  expect(leakEvidence([], 1)).toBeUndefined()
})

test('samples tell as readings do, in whatever order, and what is neither tells nothing', () => {
  const { data } = series(minute => 2 * minute)
  const points = data.kind === 'series' ? data.points.toReversed() : []
  const samples = points.map(([atMs, value]) => ({ atMs, value }))
  const expected = { n: 24, observed: 2, parts: leastOf(minute => 2 * minute) }
  expect(leakEvidence([exampleMeasurement({ kind: 'series', points })], 1)).toMatchObject(expected)
  expect(leakEvidence([exampleMeasurement({ kind: 'samples', points: samples })], 1)).toMatchObject(expected)
  expect(leakEvidence([exampleMeasurement(histogramOf([[1, 1]]))], 1)).toBeUndefined()
})

test('of several stretches the one that goes on for longest counts, wherever it lies in time', () => {
  const longest = series(minute => minute, { fromMs: 1000 * MINUTE_MS })
  const later = series(none, { count: 40, fromMs: 5000 * MINUTE_MS })
  const shorter = series(none, { count: 30 })
  const empty = series(none, { count: 0 })
  for (const all of [
    [later, longest, shorter, empty],
    [empty, shorter, longest, later],
    [longest, later, shorter],
    [shorter, empty, later, longest],
  ])
    expect(leakEvidence(all, 0.5)?.observed).toBe(1)
})

test('what grows, and not beyond what it held before it fell, is not told from what takes memory again', () => {
  /** Four minutes at a height, and from the fifth on three a minute more, from 100 on. */
  const fallen = (height: number) => (minute: number) => (minute < 4 ? height : 100 + 3 * (minute - 4))
  const high = leakEvidence([series(fallen(300))], 1)
  expect(high?.undecided).toContain('not beyond what it had held at first')
  expect(high).toMatchObject({ n: 24, observed: expect.closeTo(3, 0) })
  // The last window begins with 226.
  expect(leakEvidence([series(fallen(226))], 1)).toHaveProperty('undecided')
  expect(leakEvidence([series(fallen(225))], 1)).not.toHaveProperty('undecided')
  // Held for less than a window, or by peaks between which it is low.
  const brief = (minute: number): number => (minute < 2 ? 300 : 100 + 3 * (minute - 2))
  expect(leakEvidence([series(brief)], 1)).not.toHaveProperty('undecided')
  const peaks = (minute: number): number => (minute < 6 && minute % 2 === 0 ? 300 : 100 + 3 * minute)
  expect(leakEvidence([series(minute => (minute === 6 ? 99 : peaks(minute)))], 1)).not.toHaveProperty(
    'undecided',
  )
})

/** A value a second: of each its own block. */
const latency = (seconds: number, valueAt: (second: number) => number): Measurement =>
  exampleMeasurement(
    histogramOf(Array.from({ length: seconds }, (_, second) => [valueAt(second), 100 + second] as const)),
  )

const nothing = (): number => 0

test('drift is growth from the first to the last block, as a share of the median', () => {
  // 100 to 120 in 20 seconds, the median 110.
  const found = driftEvidence([latency(21, second => 100 + second)], nothing)
  expect(found).toMatchObject({ n: 21, observed: expect.closeTo(20 / 110, 3) })
  expect(found?.parts[0]).toBeCloseTo(100, 0)
  expect(found?.parts[20]).toBeCloseTo(120, 0)
  expect(found?.resamples?.[0]).toBeCloseTo(20 / 110, 2)
  expect(driftEvidence([latency(21, second => 120 - second)], nothing)?.observed).toBeCloseTo(-20 / 110, 3)
  // One that is odd leaves the line as it is; the median is then 140.
  const odd = [100, 200, 120, 130, 140, 150, 160]
  expect(driftEvidence([latency(7, second => odd[second] ?? 0)], nothing)?.observed).toBeCloseTo(60 / 140, 2)
})

test('what a doubt allows in a block is taken off it, and what is left of nothing has no drift', () => {
  const late = (startMs: number, endMs: number): number => (startMs >= 110_000 ? (endMs - startMs) / 100 : 0)
  const found = driftEvidence([latency(21, second => (second >= 10 ? 110 : 100))], late)
  expect(found?.observed).toBeCloseTo(0, 3)
  expect(found?.parts[20]).toBeCloseTo(100, 0)
  expect(driftEvidence([latency(21, () => 100)], () => 100)).toBeUndefined()
  expect(driftEvidence([latency(21, () => 100)], () => 101)).toBeUndefined()
})

test('fewer than twelve blocks have a drift and no interval, one has none', () => {
  expect(driftEvidence([latency(11, () => 100)], nothing)).not.toHaveProperty('resamples')
  expect(driftEvidence([latency(12, () => 100)], nothing)).toHaveProperty('resamples')
  expect(driftEvidence([latency(1, () => 100)], nothing)).toBeUndefined()
  expect(driftEvidence([series(none)], nothing)).toBeUndefined()
  expect(driftEvidence([], nothing)).toBeUndefined()
})
