import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { midranks } from './midranks.ts'

test('equal values share the mean of their places', () => {
  // Places 1, 2-3, 4-6: ranks 1, 2.5 and 5; ties take 2^3 - 2 and 3^3 - 3.
  expect(midranks([7, 3, 7, 1, 3, 7])).toEqual({ doubled: [10, 5, 10, 2, 5, 10], ties: 30 })
})

test('without ties the ranks are the places, and nothing has no ranks', () => {
  expect(midranks([0.5, -2, 9])).toEqual({ doubled: [4, 2, 6], ties: 0 })
  expect(midranks([])).toEqual({ doubled: [], ties: 0 })
})

test('a doubled rank is one more than the values below twice and the values alike', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 }), values => {
      const count = (keep: (value: number) => boolean): number => values.filter(keep).length
      const wanted = values.map(value => 2 * count(one => one < value) + count(one => one === value) + 1)
      expect(midranks(values).doubled).toEqual(wanted)
    }),
  )
})

test('what cannot be ranked is refused by its value', () => {
  expect(() => midranks([1, Number.NaN])).toThrow('got NaN')
  expect(() => midranks([Infinity])).toThrow(RangeError)
})
