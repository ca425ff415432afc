import { expect, test } from '@playwright/test'
import { seededRandom } from './seeded-random.ts'

/** The first numbers of mulberry32 in units of 2^-32, as an independent implementation in Python's whole numbers gives them. */
const KNOWN: readonly [seed: number, first: readonly number[]][] = [
  [0, [1144304738, 1416247, 958946056, 627933444]],
  [1, [2693262067, 11749833, 2265367787, 4213581821]],
  [2 ** 32 - 1, [3850105811, 813802916, 3073704848, 4054706436]],
]
for (const [seed, first] of KNOWN) {
  test(`seed ${seed} gives the numbers of mulberry32, to the bit`, () => {
    const random = seededRandom(seed)
    expect(first.map(() => random() * 2 ** 32)).toEqual(first)
  })
}

test('the numbers fill the range from 0 to 1 evenly', () => {
  const random = seededRandom(7)
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let draw = 0; draw < 10_000; draw++) {
    const tenth = Math.floor(random() * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  // 1000 each, with a deviation of 30.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120)
})
