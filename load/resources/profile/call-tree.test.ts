import { expect, test } from '@playwright/test'
import { array, assert, integer, nat, property, tuple } from 'fast-check'
import { StackSum } from './call-tree.ts'

const place = (name: string) => ({ name, file: 'a.js', line: 1 })
const [main, parse, read] = [place('main'), place('parse'), place('read')]

test('stacks add up to a tree: what calls take, and what they take themselves, the largest first', () => {
  const sum = new StackSum()
  sum.add([main], 1)
  sum.add([main, read], 1.5)
  sum.add([main, read], 0.5)
  sum.add([main, parse], 3)
  sum.add([main, parse, read], 4)
  // Called by itself it is another call.
  sum.add([main, parse, parse], 0.5)
  sum.add([], 7)
  expect(sum.tree()).toEqual({
    total: 10.5,
    functions: [main, parse, read],
    calls: [
      [0, -1, 10.5, 1],
      [1, 0, 7.5, 3],
      [2, 1, 4, 4],
      [2, 0, 2, 2],
      [1, 1, 0.5, 0.5],
    ],
  })
  expect(sum.tree(2)).toEqual({
    total: 10.5,
    functions: [main, parse],
    calls: [
      [0, -1, 10.5, 1],
      [1, 0, 7.5, 3],
    ],
  })
})

test('whatever is left out, callers come first, and no call has more in it than it has itself', () => {
  const stacks = array(tuple(array(nat(3), { maxLength: 6 }), integer({ min: 1, max: 9 })))
  assert(
    property(stacks, integer({ min: 1, max: 12 }), (given, most) => {
      const sum = new StackSum()
      for (const [stack, amount] of given) sum.add(stack.map(String).map(place), amount)
      const { total, calls } = sum.tree(most)
      expect(total).toBe(given.reduce((all, [stack, amount]) => all + (stack.length > 0 ? amount : 0), 0))
      expect(calls.length).toBeLessThanOrEqual(most)
      for (const [index, [, caller, own, self]] of calls.entries()) {
        expect(caller).toBeLessThan(index)
        const inside = calls.reduce((all, [, by, part]) => all + (by === index ? part : 0), self)
        expect(inside).toBeLessThanOrEqual(own)
      }
    }),
  )
})
