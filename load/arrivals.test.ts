import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { arrivals } from './arrivals.ts'
import type { Arrivals, ArrivalShape } from './arrivals.ts'

const offsets = (one: Arrivals): number[] => Array.from({ length: one.count }, (_, index) => one.at(index))

test('a constant rate is evenly paced and begins at once', () => {
  const four = arrivals({ kind: 'constant', perSecond: 4, durationMs: 1000 })
  expect(offsets(four)).toEqual([0, 250, 500, 750])
  expect(four.durationMs).toBe(1000)
})

test('an arrival that falls due at the very end belongs to what comes after', () => {
  expect(arrivals({ kind: 'constant', perSecond: 10, durationMs: 1000 }).count).toBe(10)
  expect(arrivals({ kind: 'constant', perSecond: 10, durationMs: 1001 }).count).toBe(11)
  expect(arrivals({ kind: 'constant', perSecond: 61, durationMs: 1000 }).count).toBe(61)
})

test('a slow rate has its one arrival at the start', () => {
  expect(offsets(arrivals({ kind: 'constant', perSecond: 0.5, durationMs: 1000 }))).toEqual([0])
})

test('a ramp from nothing places arrival k where the square of the time says', () => {
  // Rate 2t a second, so t^2 arrivals by time t: arrival k comes at sqrt(k) seconds.
  const ramp = arrivals({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 8, durationMs: 4000 })
  expect(ramp.count).toBe(16)
  expect([0, 1, 4, 9].map(index => ramp.at(index))).toEqual([0, 1000, 2000, 3000])
})

test('a ramp down to nothing is the mirror of the ramp up', () => {
  // Rate 8 - 2t, so 8t - t^2 arrivals by time t: arrival 7 at 1 s, 12 at 2 s, 15 at 3 s.
  const ramp = arrivals({ kind: 'ramp', fromPerSecond: 8, toPerSecond: 0, durationMs: 4000 })
  expect(ramp.count).toBe(16)
  const seen = [0, 7, 12, 15].map(index => ramp.at(index))
  for (const [i, expected] of [0, 1000, 2000, 3000].entries()) expect(seen[i]).toBeCloseTo(expected, 6)
})

test('a ramp between equal rates is a constant rate', () => {
  const flat = arrivals({ kind: 'ramp', fromPerSecond: 20, toPerSecond: 20, durationMs: 700 })
  const constant = arrivals({ kind: 'constant', perSecond: 20, durationMs: 700 })
  expect(offsets(flat)).toEqual(offsets(constant))
})

const rate = fc.double({ min: 0, max: 500, noNaN: true })
const durationMs = fc.integer({ min: 1, max: 20_000 })
const shapes: fc.Arbitrary<ArrivalShape> = fc.oneof(
  fc.record({
    kind: fc.constant('constant' as const),
    perSecond: fc.double({ min: 0.01, max: 500, noNaN: true }),
    durationMs,
  }),
  fc
    .record({ kind: fc.constant('ramp' as const), fromPerSecond: rate, toPerSecond: rate, durationMs })
    .filter(({ fromPerSecond, toPerSecond }) => fromPerSecond + toPerSecond > 0.01),
)

/** The naive oracle: how many arrivals the rate promises up to `ms`. */
function promised(shape: ArrivalShape, ms: number): number {
  const seconds = ms / 1000
  if (shape.kind === 'constant') return shape.perSecond * seconds
  const slope = (shape.toPerSecond - shape.fromPerSecond) / (shape.durationMs / 1000)
  return shape.fromPerSecond * seconds + (slope * seconds ** 2) / 2
}

test('arrivals never go back in time and stay within the phase', () => {
  fc.assert(
    fc.property(shapes, shape => {
      const times = offsets(arrivals(shape))
      return times.every((atMs, index) => atMs >= (times[index - 1] ?? 0) && atMs < shape.durationMs)
    }),
  )
})

test('in any window there are as many arrivals as the integral of the rate, within one', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(shapes, share, share, (shape, one, other) => {
      const [fromMs, toMs] = [
        Math.min(one, other) * shape.durationMs,
        Math.max(one, other) * shape.durationMs,
      ]
      const inside = offsets(arrivals(shape)).filter(atMs => atMs >= fromMs && atMs < toMs).length
      return Math.abs(inside - (promised(shape, toMs) - promised(shape, fromMs))) <= 1 + 1e-6
    }),
  )
})

for (const bad of [0, -5, Number.NaN, Infinity]) {
  test(`a rate or a length of ${bad} is refused with its value`, () => {
    const words = new RegExp(`perSecond = ${bad}, durationMs = ${bad}`)
    expect(() => arrivals({ kind: 'constant', perSecond: bad, durationMs: bad })).toThrow(words)
    expect(() => arrivals({ kind: 'constant', perSecond: bad, durationMs: bad })).toThrow(RangeError)
    const ramp: ArrivalShape = { kind: 'ramp', fromPerSecond: 1, toPerSecond: 2, durationMs: bad }
    expect(() => arrivals(ramp)).toThrow(`durationMs = ${bad}`)
  })
}

test('a ramp refuses a rate below 0 with its value, also when the sum is above 0', () => {
  const ramp = (fromPerSecond: number, toPerSecond: number) => () =>
    arrivals({ kind: 'ramp', fromPerSecond, toPerSecond, durationMs: 1000 })
  expect(ramp(-1, 5)).toThrow('got -1 to 5')
  expect(ramp(5, -1)).toThrow('got 5 to -1')
  expect(ramp(0, 0)).toThrow(RangeError)
  expect(ramp(Number.NaN, 1)).toThrow('NaN')
})
