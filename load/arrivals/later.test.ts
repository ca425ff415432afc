import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { arrivals } from '../arrivals.ts'
import type { Arrivals } from '../arrivals.ts'
import type { ArrivalShape } from './shape.ts'
import { anyCourse, composed } from './testing/any-shape.ts'

const anyPhase = fc.double({ min: 0, max: 0.99, noNaN: true })
const timesOf = (one: Arrivals): number[] => Array.from({ length: one.count }, (_, index) => one.at(index))

test('with a phase each arrival comes between its own time and the next, and at most one fewer', () => {
  fc.assert(
    fc.property(anyCourse, anyPhase, (shape, phase) => {
      const usual = timesOf(arrivals(shape))
      const moved = timesOf(arrivals(shape, phase))
      expect(usual.length - moved.length).toBeGreaterThanOrEqual(0)
      expect(usual.length - moved.length).toBeLessThanOrEqual(1)
      for (const [index, atMs] of moved.entries()) {
        expect(atMs).toBeGreaterThanOrEqual(usual[index]! - 1e-6)
        expect(atMs).toBeLessThanOrEqual((usual[index + 1] ?? arrivals(shape).durationMs) + 1e-6)
      }
    }),
  )
})

test('a whole number of arrivals stays whole', () => {
  const shape: ArrivalShape = { kind: 'constant', perSecond: 50, durationMs: 1100 }
  expect(timesOf(arrivals(shape, 0.25))).toEqual(
    Array.from({ length: 55 }, (_, k) => expect.closeTo(20 * k + 5, 6)),
  )
})

test('of less than one arrival that one comes, later', () => {
  expect(timesOf(arrivals({ kind: 'constant', perSecond: 0.5, durationMs: 1000 }, 0.75))).toEqual([
    expect.closeTo(750, 6),
  ])
})

test('the shares of a shape with a phase are together that shape with that phase', () => {
  fc.assert(
    fc.property(composed(anyCourse), anyPhase, fc.integer({ min: 1, max: 9 }), (of, phase, count) => {
      const dealt = Array.from({ length: count }, (_, index) =>
        timesOf(arrivals({ kind: 'share', of, index, count }, phase)),
      )
      expect(dealt.flat().sort((a, b) => a - b)).toEqual(timesOf(arrivals(of, phase)))
    }),
  )
})

test('a burst comes at once whatever its phase', () => {
  const shape: ArrivalShape = { kind: 'burst', size: 3, everyMs: 100, durationMs: 200 }
  expect(timesOf(arrivals(shape, 0.7))).toEqual([0, 0, 0, 100, 100, 100])
})

test('who comes by chance comes at other times with another phase', () => {
  const shape: ArrivalShape = { kind: 'poisson', perSecond: 100, durationMs: 1000, seed: 2 ** 32 - 1 }
  const usual = new Set(timesOf(arrivals(shape)))
  const moved = timesOf(arrivals(shape, 0.618))
  expect(moved.length).toBeGreaterThan(50)
  expect(moved.filter(atMs => usual.has(atMs))).toEqual([])
})
