import { expect, test } from '@playwright/test'
import { seededRandom } from '../seeded-random.ts'
import { KNOWN_BY, rowThatShows } from './row-that-shows.ts'
import { sinceOf } from './testing/since-of.ts'

const NAMES = ['x', 'a', 'b'] as const
const KNOWN = KNOWN_BY * NAMES.length

/** Answers of a wait of half a minute, of 50 a second. */
const LOOKED = 1600

/** @returns who gives so many answers, each chosen by chance @param weight of the first, over that of each other */
function byChance(count: number, random: () => number, weight = 1): string[] {
  return Array.from({ length: count }, () => {
    const at = random() * (NAMES.length - 1 + weight)
    return NAMES[at < weight ? 0 : 1 + Math.floor(at - weight)] ?? 'b'
  })
}

test('a balancer that takes turns misses an instance that is gone in twice as many answers as ever before', () => {
  const turns = Array.from({ length: KNOWN }, (_, index) => NAMES[index % NAMES.length] ?? '')
  expect(rowThatShows(turns, LOOKED)).toBe(6)
  // Answers overtake each other.
  expect(rowThatShows([...turns, 'x', 'b', 'a', 'a', 'b', 'b', 'x'], LOOKED)).toBe(12)
  // Too few of them may be so by chance.
  expect(rowThatShows(turns.slice(0, 30), LOOKED)).toBe(27)
})

for (const weight of [1, 0.3]) {
  test(`an instance that is there all along is hardly ever taken for gone by chance, at a weight of ${weight}`, () => {
    const seeds = Array.from({ length: 300 }, (_, seed) => seed + 1)
    const gone = seeds.filter(seed => {
      const random = seededRandom(seed)
      const row = rowThatShows(byChance(KNOWN, random, weight), LOOKED)
      const answered = byChance(LOOKED, random, weight)
      return sinceOf(answered, { killedMs: 0, victim: 'x', instances: 3, row }) !== 'unseen'
    })
    expect(gone.length / seeds.length).toBeLessThan(0.05)
  })
}
