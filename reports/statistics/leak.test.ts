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
  expect(() => findLeak([], { least: 0, window: 30 })).toThrow(
    'A leak rule needs numbers above 0, got least 0',
  )
})
