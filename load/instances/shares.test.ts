import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { seededRandom } from '../seeded-random.ts'
import { sharesOf, standardError } from './shares.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

/** Rounds of five tasks, each task's instance chosen by these weights. */
function byChance(weights: readonly number[], rounds: number, seed: number): string[][] {
  const random = seededRandom(seed)
  const whole = weights.reduce((sum, one) => sum + one, 0)
  const one = (): string => {
    let left = random() * whole
    return String(weights.findIndex(weight => (left -= weight) < 0))
  }
  return Array.from({ length: rounds }, () => Array.from({ length: 5 }, one))
}

test('a balancer that takes turns gives each its even share, in every round', () => {
  const rounds = Array.from({ length: 20 }, () => ['a', 'b', 'c', 'd', 'e'])
  const ones = Array.from({ length: 20 }, () => 1)
  expect(sharesOf(rounds, 5)).toEqual({ busiest: ones, idlest: ones })
})

test('of a balancer that is stuck to one, it has the shares of all, and the others nothing', () => {
  const rounds = Array.from({ length: 20 }, () => ['a', 'a', 'a', 'a', 'a'])
  const { busiest, idlest } = sharesOf(rounds, 5)
  expect([mean(busiest), mean(idlest)]).toEqual([5, 0])
})

test('what one half of the rounds tells of the busiest is looked at in the other', () => {
  // By all rounds a has most; but b in the even ones, and a in the odd ones.
  const rounds = [
    ['b', 'b'],
    ['a', 'a'],
    ['a', 'b'],
    ['a', 'a'],
  ]
  expect(sharesOf(rounds, 2)).toEqual({ busiest: [0, 0, 1, 0], idlest: [2, 2, 1, 2] })
})

test('chance makes no instance busier than it is: over many runs of 100 tasks the mean of the busiest is 1', () => {
  const even = Array.from({ length: 400 }, (_, seed) => sharesOf(byChance([1, 1, 1, 1, 1], 20, seed), 5))
  const busiest = even.map(one => mean(one.busiest))
  expect(Math.abs(mean(busiest) - 1)).toBeLessThan(3 * standardError(busiest))
  const idlest = even.map(one => mean(one.idlest))
  expect(Math.abs(mean(idlest) - 1)).toBeLessThan(3 * standardError(idlest))
})

test('an instance that gets a third more is found, by its share', () => {
  const { busiest } = sharesOf(byChance([4, 3, 3, 3, 3], 400, 1), 5)
  expect(Math.abs(mean(busiest) - 1.25)).toBeLessThan(3 * standardError(busiest))
})

test('the standard error of a mean, by hand', () => {
  // Squares of the distance to 2: 1, 0, 1; over 2 and over 3.
  expect(standardError([1, 2, 3])).toBeCloseTo(Math.sqrt(1 / 3), 12)
  expect(standardError([7])).toBe(0)
})

test('shares of all instances add up: none is below 0 or above their number', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const rounds = fc.array(fc.array(name, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(rounds, some => {
      const { busiest, idlest } = sharesOf(some, 3)
      return [...busiest, ...idlest].every(share => share >= 0 && share <= 3)
    }),
  )
})
