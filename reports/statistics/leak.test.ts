import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { findLeak } from './leak.ts'
import type { Point } from './theil-sen.ts'

const DAY_MINUTES = 24 * 60

/** MB and minutes. */
const RULE = { least: 0.02, window: 30, resamples: 199 }

/**
 * A heap read each minute: what is kept, wandering by some 2 MB with a memory of hours, and garbage that grows to 40 MB until it is collected.
 *
 * @param kept MB at a minute
 */
function heap(seed: number, kept: (minute: number) => number, minutes = DAY_MINUTES): Point[] {
  const random = seededRandom(seed)
  let [wander, garbage] = [0, 0]
  return Array.from({ length: minutes }, (_, minute) => {
    wander = 0.99 * wander + 0.5 * (random() - 0.5)
    garbage += 6 * random()
    if (garbage > 40) garbage = 0
    return [minute, 80 + kept(minute) + wander + garbage] as const
  })
}

const kindOf = (points: readonly Point[]): string => findLeak(points, RULE).kind

for (const perMinute of [0.1, 1, 5]) {
  test(`a leak of ${perMinute} MB a minute is found in each of 40 days, and its size with it`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const found = findLeak(
        heap(seed, minute => perMinute * minute),
        RULE,
      )
      expect(found, `seed ${seed}`).toMatchObject({ kind: 'leak' })
      expect('slope' in found && Math.abs(found.slope - perMinute)).toBeLessThan(
        Math.max(0.01, 0.01 * perMinute),
      )
    }
  })
}

test('a day without a leak gives no alarm in 200', () => {
  const alarms = Array.from({ length: 200 }, (_, seed) => kindOf(heap(seed + 1, () => 0)))
  expect(alarms.filter(kind => kind !== 'steady')).toEqual([])
})

for (const [what, kept] of [
  ['that fills up in eleven hours', (minute: number) => Math.min(200, (200 * minute) / 660)],
  ['that fills up more and more slowly', (minute: number) => 200 * (1 - Math.exp(-minute / 120))],
  ['that is emptied each six hours', (minute: number) => 0.5 * (minute % 360)],
] as const) {
  test(`a cache ${what} is no leak in any of 40 days`, () => {
    const kinds = Array.from({ length: 40 }, (_, seed) => kindOf(heap(seed + 1, kept)))
    expect(kinds.filter(kind => kind !== 'steady')).toEqual([])
  })
}

test('what grows by less than is asked for is no leak, and by more is one', () => {
  const line = (slope: number): Point[] =>
    Array.from({ length: 48 }, (_, index) => [30 * index, slope * 30 * index])
  expect(kindOf(line(0.019))).toBe('steady')
  expect(kindOf(line(0.021))).toBe('leak')
  expect(kindOf(line(-1))).toBe('steady')
})

test('a time that is too short for an interval says nothing', () => {
  expect(
    findLeak(
      heap(1, minute => minute, 11 * 30),
      RULE,
    ),
  ).toEqual({
    kind: 'too-short',
    windows: 11,
    needed: 12,
  })
  expect(findLeak([], RULE)).toEqual({ kind: 'too-short', windows: 0, needed: 12 })
})

test('a rule of what is not above 0, or not finite, is refused', () => {
  for (const [least, window] of [
    [0, 30],
    [-1, 30],
    [0.02, 0],
    [0.02, -30],
    [Number.NaN, 30],
    [Number.POSITIVE_INFINITY, 30],
    [0.02, Number.POSITIVE_INFINITY],
  ] as const)
    expect(() => findLeak([], { least, window })).toThrow(
      `A leak rule needs numbers above 0, got least ${least} and window ${window}.`,
    )
})

test('the smallest value of each window counts, at its middle, in whatever order the points come', () => {
  // Windows of 10 from x = 5 on. Of each the second point is the smallest; the window from 35 on has none.
  const windows = [...Array(13).keys()].filter(index => index !== 3)
  const points: Point[] = windows.flatMap(index => [
    [5 + 10 * index, 100],
    [5 + 10 * index + 9.5, index],
    [5 + 10 * index + 4, 90],
  ])
  const minima = windows.map(index => [10 + 10 * index, index])
  for (const inOrder of [points, points.toReversed()]) {
    const found = findLeak(inOrder, { least: 0.05, window: 10, resamples: 99 })
    expect(found).toMatchObject({ kind: 'leak', slope: expect.closeTo(0.1), minima })
    expect(found).toMatchObject({ low: expect.closeTo(0.1), high: expect.closeTo(0.1) })
  }
})

test('what grows in all by more than is asked for, and in one half by no more than half of that, is no leak', () => {
  /** Slopes of the first six windows and of the other six. */
  const halves = (first: number, second: number): ReturnType<typeof findLeak> =>
    findLeak(
      Array.from({ length: 12 }, (_, index) => [
        index,
        first * Math.min(index, 6) + second * Math.max(0, index - 6),
      ]),
      { least: 1, window: 1, resamples: 99 },
    )
  expect(halves(3, 4)).toMatchObject({ kind: 'leak', halves: [3, 4] })
  expect(halves(8, 0.5)).toMatchObject({ kind: 'steady', halves: [8, 0.5] })
  expect(halves(8, 0.625)).toMatchObject({ kind: 'leak' })
  expect(halves(0.5, 8)).toMatchObject({ kind: 'steady', halves: [0.5, 8] })
  // Exactly as much as is asked for.
  expect(halves(1, 1)).toMatchObject({ kind: 'steady', slope: 1 })
})

test('growth whose lower bound is half of what is asked for, or less, is no leak', () => {
  const values = [5, 0, 7, 1, 9, 2, 6, 11, 0, 14, 4, 12]
  const found = (least: number): ReturnType<typeof findLeak> =>
    findLeak(
      values.map((value, x) => [x, value] as const),
      { least, window: 1, resamples: 199, seed: 1 },
    )
  // The slope is 0.6, its lower bound 0.19; the halves grow by 0.5 and by 1.2.
  expect(found(0.3)).toMatchObject({ kind: 'leak', low: expect.closeTo(0.19, 1) })
  expect(found(0.45)).toMatchObject({ kind: 'steady', slope: expect.closeTo(0.6, 1) })
})
