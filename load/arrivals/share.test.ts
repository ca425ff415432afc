import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { arrivals, arrivalsWithin, rateAt } from '../arrivals.ts'
import type { Arrivals } from '../arrivals.ts'
import type { ArrivalShape } from './shape.ts'
import { stagesOf } from './stages.ts'
import { anyCourse, anyPoisson, composed } from './testing/any-shape.ts'

const anyShape = composed(fc.oneof(anyCourse, anyPoisson))
const timesOf = (one: Arrivals): number[] => Array.from({ length: one.count }, (_, index) => one.at(index))
const sharesOf = (of: ArrivalShape, count: number): ArrivalShape[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'share', of, index, count }))

test('the shares of a shape are together the shape: each arrival once, at its own time', () => {
  fc.assert(
    fc.property(anyShape, fc.integer({ min: 1, max: 9 }), (shape, count) => {
      const whole = timesOf(arrivals(shape))
      const dealt = sharesOf(shape, count).map(share => timesOf(arrivals(share)))
      expect(dealt.flat().sort((a, b) => a - b)).toEqual(whole)
      for (const times of dealt) expect(Math.abs(times.length - whole.length / count)).toBeLessThan(1)
    }),
  )
})

test('a share has its part of the rate, and the stages and the length of the whole', () => {
  fc.assert(
    fc.property(
      anyShape,
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, count, at) => {
        const { durationMs } = arrivals(of)
        for (const share of sharesOf(of, count)) {
          expect(rateAt(share, at * durationMs) * count).toBeCloseTo(rateAt(of, at * durationMs), 6)
          expect(stagesOf(share)).toEqual(stagesOf(of))
          expect(arrivals(share).durationMs).toBe(durationMs)
        }
      },
    ),
  )
})

test('a course gone through in less time is shared as well', () => {
  const shape: ArrivalShape = { kind: 'ramp', fromPerSecond: 0, toPerSecond: 100, durationMs: 10_000 }
  const dealt = sharesOf(shape, 3).map(share => timesOf(arrivalsWithin(1000, share)))
  expect(dealt.flat().sort((a, b) => a - b)).toEqual(timesOf(arrivalsWithin(1000, shape)))
})
