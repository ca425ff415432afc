import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { changePoints } from './e-divisive.ts'
import { exampleSeries } from './testing/example-series.ts'

const steps = (...parts: [count: number, level: number][]): number[] =>
  parts.flatMap(([count, level]) => Array.from({ length: count }, () => level))

/** Values that go up and down by a hundredth, so that no two neighbours are alike. */
const waved = (values: readonly number[]): number[] =>
  values.map((value, index) => value + 0.01 * ((index % 3) - 1))

test('each level is found at its first value', () => {
  expect(changePoints(waved(steps([30, 1], [30, 2])))).toEqual([30])
  expect(changePoints(waved(steps([20, 1], [20, 2], [20, 1])))).toEqual([20, 40])
  expect(changePoints(waved(steps([40, 1], [20, 0.5])))).toEqual([40])
})

test('values that do not change, and too few of them, have one level', () => {
  expect(changePoints([])).toEqual([])
  expect(changePoints(steps([60, 7]))).toEqual([])
  expect(changePoints(steps([4, 1], [4, 100]))).toEqual([])
  expect(changePoints(steps([8, 1], [8, 100]))).toEqual([])
  expect(changePoints(steps([11, 1], [11, 100]))).toEqual([11])
})

test('a level is five values long: one and four that are odd are none', () => {
  for (const odd of [1, 2, 4]) {
    expect(changePoints(waved(steps([40, 1], [odd, 3], [19, 1])))).toEqual([])
    expect(changePoints(waved(steps([50, 1], [odd, 3])))).not.toContain(50)
  }
  expect(changePoints(waved(steps([50, 1], [5, 3])))).toEqual([50])
})

test('the same series and seed give the same answer, whatever its unit', () => {
  const series = exampleSeries(seededRandom(3), 60, 0.3)
  const found = changePoints(series.map((value, index) => value + (index > 40 ? 2 : 0)))
  expect(found.length).toBeGreaterThan(0)
  expect(changePoints(series.map((value, index) => 1000 * (value + (index > 40 ? 2 : 0))))).toEqual(found)
})

/**
 * The first split by its definition, pair by pair: of all two neighbouring parts of five values or more the two whose sizes' share times the energy
 * distance is largest, where 1 / (n choose 2) weighs the distances within a part (Matteson and James, section 2.1).
 */
function firstSplit(values: readonly number[]): number {
  const distances = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, a) => sum + other.reduce((all, b) => all + Math.abs(a - b), 0), 0)
  const within = (part: readonly number[]): number =>
    distances(part, part) / (part.length * (part.length - 1))
  let best = { at: 0, energy: 0 }
  for (let at = 5; at <= values.length - 5; at++)
    for (let end = at + 5; end <= values.length; end++) {
      const [one, other] = [values.slice(0, at), values.slice(at, end)]
      const size = one.length * other.length
      const distance = (2 * distances(one, other)) / size - within(one) - within(other)
      const energy = (size / end) * distance
      if (energy > best.energy) best = { at, energy }
    }
  return best.at
}

test('a series is split first where the definition of the energy has it', () => {
  const random = seededRandom(17)
  let told = 0
  for (let trial = 0; trial < 120; trial++) {
    const level = 5 + Math.floor(20 * random())
    const series = Array.from({ length: 30 }, (_, index) => random() + (index < level ? 0 : 0.65))
    const found = changePoints(series)
    if (found.length === 0) continue
    expect(found, `trial ${trial}`).toContain(firstSplit(series))
    told += 1
  }
  expect(told).toBeGreaterThan(40)
})

/** Figures of 60 nights that differ by 4 %, of which each keeps 0.3 of the one before, as logarithms. */
const nights = (random: () => number, count = 60): number[] =>
  exampleSeries(random, count, 0.3).map(value => 0.04 * Math.sqrt(1 - 0.3 ** 2) * value)

test('of 60 nights of which nothing changed at most 4 in 100 have a change', () => {
  const random = seededRandom(11)
  const trials = 300
  const wrong = Array.from({ length: trials }, () => changePoints(nights(random))).filter(
    ({ length }) => length > 0,
  )
  expect(wrong.length / trials).toBeLessThanOrEqual(0.04)
})

test('a figure that is 14 % more from the 30th of 60 nights on is dated to within two nights in 9 of 10', () => {
  const random = seededRandom(12)
  const trials = 60
  const right = Array.from({ length: trials }, () =>
    changePoints(nights(random).map((value, night) => value + (night < 30 ? 0 : Math.log(1.14)))),
  ).filter(points => points.some(point => Math.abs(point - 30) <= 2))
  expect(right.length / trials).toBeGreaterThanOrEqual(0.9)
})

test('a figure that is 30 % more in the last 7 of 30 nights is found in 9 of 10, wherever blocks begin', () => {
  const random = seededRandom(13)
  const trials = 40
  const right = Array.from({ length: trials }, () =>
    changePoints(nights(random, 30).map((value, night) => value + (night < 23 ? 0 : Math.log(1.3)))),
  ).filter(points => points.some(point => Math.abs(point - 23) <= 2))
  expect(right.length / trials).toBeGreaterThanOrEqual(0.9)
})
