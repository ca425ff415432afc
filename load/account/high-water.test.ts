import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { HighWater } from './high-water.ts'

const added = fc.record({ endMs: fc.nat(20), value: fc.nat(10) })

test('the highest that was known before a moment is that of all, in whatever order they were added', () => {
  fc.assert(
    fc.property(fc.array(added), all => {
      const water = new HighWater(1000)
      for (const { endMs, value } of all) water.add(endMs, value)
      const moments = Array.from({ length: 22 }, (_, atMs) => atMs)
      const highest = moments.map(atMs => {
        const known = all.filter(one => one.endMs < atMs).map(({ value }) => value)
        return known.length > 0 ? Math.max(...known) : undefined
      })
      expect(moments.map(atMs => water.before(atMs))).toEqual(highest)
    }),
    { numRuns: 300 },
  )
})

test('memory is bounded by the horizon, and within it nothing is forgotten', () => {
  const water = new HighWater(50)
  let most = 0
  for (let at = 0; at < 10_000; at++) {
    water.add(at, at)
    most = Math.max(most, water.kept)
  }
  expect(most).toBeLessThanOrEqual(52)
  expect(water.before(10_000)).toBe(9999)
  expect(water.before(9950)).toBe(9949)
  expect(water.before(100)).toBeUndefined()
})
