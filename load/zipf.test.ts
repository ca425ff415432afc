import { expect, test } from '@playwright/test'
import { seededRandom } from './seeded-random.ts'
import { zipf } from './zipf.ts'

test('the first of four is chosen in 12 of 25 cases, the last in 3', () => {
  // 1/1 + 1/2 + 1/3 + 1/4 = 25/12.
  let at = 0
  const choose = zipf(4, () => (at++ + 0.5) / 2500)
  const counts = [0, 0, 0, 0]
  for (let index = 0; index < 2500; index++) counts[choose()]!++
  expect(counts).toEqual([1200, 600, 400, 300])
})

test('all of many are chosen at times, and none beyond', () => {
  const choose = zipf(100, seededRandom(1))
  const chosen = Array.from({ length: 20_000 }, choose)
  expect(new Set(chosen).size).toBe(100)
  expect(Math.max(...chosen)).toBe(99)
})
