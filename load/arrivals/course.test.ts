import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { arrivals, rateAt } from '../arrivals.ts'
import { anyCourse, anyPoisson, composed } from './testing/any-shape.ts'
import type { ArrivalShape } from './shape.ts'
import { snapped } from './course.ts'

const timesOf = (shape: ArrivalShape): number[] => {
  const one = arrivals(shape)
  return Array.from({ length: one.count }, (_, index) => one.at(index))
}
/** How many come in [from, to), each moment taken a nanosecond earlier: where a burst begins is known to within rounding only. */
const within = (times: readonly number[], fromMs: number, toMs: number): number =>
  times.filter(atMs => atMs >= fromMs - 1e-6 && atMs < toMs - 1e-6).length

/** Length in milliseconds. */
function lengthOf(shape: ArrivalShape): number {
  switch (shape.kind) {
    case 'step':
      return (shape.steps + 1) * shape.holdMs
    case 'sustained':
      return 2 * shape.rampMs + shape.holdMs
    case 'sequence':
      return shape.parts.map(lengthOf).reduce((a, b) => a + b, 0)
    case 'sum':
      return Math.max(...shape.parts.map(lengthOf))
    case 'share':
      return lengthOf(shape.of)
    default:
      return shape.durationMs
  }
}

/** The integral of the rate up to `ms`, worked out for each shape by itself. */
function promised(shape: ArrivalShape, ms: number): number {
  const t = Math.min(Math.max(0, ms), lengthOf(shape)) / 1000
  switch (shape.kind) {
    case 'constant':
    case 'poisson':
      return shape.perSecond * t
    case 'ramp': {
      const slope = (shape.toPerSecond - shape.fromPerSecond) / (shape.durationMs / 1000)
      return shape.fromPerSecond * t + (slope * t ** 2) / 2
    }
    case 'step': {
      const { fromPerSecond, toPerSecond, steps, holdMs } = shape
      let total = 0
      for (let step = 0; step <= steps; step++) {
        const heldMs = Math.min(Math.max(0, t * 1000 - step * holdMs), holdMs)
        total += (fromPerSecond + ((toPerSecond - fromPerSecond) * step) / steps) * (heldMs / 1000)
      }
      return total
    }
    case 'spike': {
      const high = Math.min(Math.max(0, t * 1000 - shape.atMs), shape.peakMs) / 1000
      return shape.basePerSecond * (t - high) + shape.peakPerSecond * high
    }
    case 'burst':
      return shape.size * Math.ceil((t * 1000) / shape.everyMs - 1e-9)
    case 'sustained': {
      const [ramp, hold] = [shape.rampMs / 1000, shape.holdMs / 1000]
      const up = Math.min(t, ramp)
      const held = Math.min(Math.max(0, t - ramp), hold)
      const left = 2 * ramp + hold - Math.max(t, ramp + hold)
      return shape.perSecond * (up ** 2 / 2 / ramp + held + (ramp - left ** 2 / ramp) / 2)
    }
    case 'sinus': {
      const { meanPerSecond, amplitudePerSecond, periodMs, phase } = shape
      const turn = 2 * Math.PI
      const angle = turn * ((t * 1000) / periodMs + phase)
      return (
        meanPerSecond * t +
        ((amplitudePerSecond * periodMs) / 1000 / turn) * (Math.cos(turn * phase) - Math.cos(angle))
      )
    }
    case 'sequence': {
      let [total, startMs] = [0, 0]
      for (const part of shape.parts) {
        total += promised(part, ms - startMs)
        startMs += lengthOf(part)
      }
      return total
    }
    case 'share':
      return promised(shape.of, ms) / shape.count
    case 'sum':
      return shape.parts.reduce((total, part) => total + promised(part, ms), 0)
  }
}

/** By how much a count may miss the integral: by one for all rates in sequence, in a sum by what each part may. */
function miss(shape: ArrivalShape): number {
  if (shape.kind === 'sum') return shape.parts.reduce((total, part) => total + miss(part), 0)
  if (shape.kind !== 'sequence') return 1
  const more = (part: ArrivalShape): number =>
    part.kind === 'sum' ? miss(part) : part.kind === 'sequence' ? miss(part) - 1 : 0
  return shape.parts.reduce((total, part) => total + more(part), 1)
}

const share = fc.integer({ min: 0, max: 1000 }).map(thousandths => thousandths / 1000)

/** Moments to begin or end a span at: anywhere, and where a part begins. */
function momentMs(shape: ArrivalShape, where: number): number {
  if (shape.kind !== 'sequence') return lengthOf(shape) * where
  if (where < 0.5) return lengthOf(shape) * where * 2
  const parts = shape.parts.slice(0, Math.floor((where - 0.5) * 2 * (shape.parts.length + 1)))
  return parts.map(lengthOf).reduce((a, b) => a + b, 0)
}

test('arrivals never go back in time and stay within the stage', () => {
  fc.assert(
    fc.property(composed(fc.oneof(anyCourse, anyPoisson)), shape => {
      const { durationMs } = arrivals(shape)
      expect(durationMs).toBeCloseTo(lengthOf(shape), 6)
      return timesOf(shape).every(
        (atMs, index, times) => atMs >= (times[index - 1] ?? 0) && atMs < durationMs,
      )
    }),
    { numRuns: 300 },
  )
})

for (const [name, any] of [
  ['a course', anyCourse],
  ['a sequence', fc.array(anyCourse, { minLength: 2, maxLength: 5 }).map(sequenceOf)],
  ['a composition', composed(anyCourse)],
] as const) {
  test(`in any span of ${name} there are as many arrivals as the integral of the rate, within its miss`, () => {
    fc.assert(
      fc.property(any, share, share, (shape, one, other) => {
        const [fromMs = 0, toMs = 0] = [momentMs(shape, one), momentMs(shape, other)].sort((a, b) => a - b)
        const owed = promised(shape, toMs) - promised(shape, fromMs)
        expect(Math.abs(within(timesOf(shape), fromMs, toMs) - owed)).toBeLessThanOrEqual(miss(shape) + 1e-5)
      }),
      { numRuns: 500 },
    )
  })
}

function sequenceOf(parts: ArrivalShape[]): ArrivalShape {
  return { kind: 'sequence', parts }
}

test('a rate cut in two anywhere and put in sequence is the same rate', () => {
  const cut = fc.tuple(
    fc.double({ min: 0.1, max: 300, noNaN: true }),
    fc.integer({ min: 2, max: 4000 }),
    share,
  )
  fc.assert(
    fc.property(cut, ([perSecond, durationMs, where]) => {
      const firstMs = 1 + Math.floor(where * (durationMs - 2))
      const constant = (ms: number): ArrivalShape => ({ kind: 'constant', perSecond, durationMs: ms })
      const whole = timesOf(constant(durationMs))
      const parts = timesOf(sequenceOf([constant(firstMs), constant(durationMs - firstMs)]))
      // Compared as one: a call of expect takes longer than all the arithmetic of a run.
      const off = parts.map((atMs, index) => Math.abs(atMs - (whole[index] ?? Number.NaN)))
      expect([parts.length, off.every(ms => ms < 0.5e-6)]).toEqual([whole.length, true])
    }),
  )
})

test('a sequence of parts with whole totals is its parts one after another', () => {
  const even = fc.record({
    kind: fc.constant('constant' as const),
    perSecond: fc.integer({ min: 1, max: 40 }),
    durationMs: fc.integer({ min: 1, max: 4 }).map(seconds => seconds * 1000),
  })
  const burst = anyCourse.filter(shape => shape.kind === 'burst')
  const sum = fc.array(fc.oneof(anyCourse, anyPoisson), { minLength: 1, maxLength: 3 })
  const whole = fc.oneof(
    even,
    anyPoisson,
    burst,
    sum.map((parts): ArrivalShape => ({ kind: 'sum', parts })),
  )
  fc.assert(
    fc.property(fc.array(whole, { minLength: 1, maxLength: 4 }), parts => {
      let startMs = 0
      const expected = parts.flatMap(part => {
        const times = timesOf(part).map(atMs => startMs + atMs)
        startMs += arrivals(part).durationMs
        return times
      })
      expect(timesOf(sequenceOf(parts))).toEqual(expected)
    }),
  )
})

test('a count that only rounding keeps from a whole number is that number', () => {
  expect([snapped(3 - 1e-9), snapped(3 + 1e-9), snapped(0)]).toEqual([3, 3, 0])
  expect([snapped(3 - 1e-5), snapped(3 + 1e-5)]).toEqual([3 - 1e-5, 3 + 1e-5])
})

test('for ramps, sinuses and spikes, so is the rate summed up in small steps', () => {
  // A step is up to 3 ms long, or 1 ms in a sinus: periods must be far longer.
  const smooth = anyCourse.filter(
    shape =>
      shape.kind === 'ramp' || shape.kind === 'spike' || (shape.kind === 'sinus' && shape.periodMs > 100),
  )
  fc.assert(
    fc.property(smooth, share, share, (shape, one, other) => {
      const [fromMs = 0, toMs = 0] = [momentMs(shape, one), momentMs(shape, other)].sort((a, b) => a - b)
      const steps = 4000
      const stepMs = (toMs - fromMs) / steps
      let naive = 0
      for (let step = 0; step < steps; step++) {
        naive += (rateAt(shape, fromMs + (step + 0.5) * stepMs) * stepMs) / 1000
      }
      // Each of a spike's two edges may be off by half a step, which at 200 a second is 0.3 arrivals.
      const edges = shape.kind === 'spike' ? 0.6 : 0.01
      expect(Math.abs(within(timesOf(shape), fromMs, toMs) - naive)).toBeLessThanOrEqual(1 + edges)
    }),
  )
})
