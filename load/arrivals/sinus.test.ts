import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import type { ArrivalShape } from './shape.ts'
import { sinus } from './sinus.ts'

type Sinus = Extract<ArrivalShape, { kind: 'sinus' }>

const day: Sinus = {
  kind: 'sinus',
  meanPerSecond: 100,
  amplitudePerSecond: 100,
  periodMs: 60_000,
  phase: 0.75,
  durationMs: 180_000,
}

test('a period has as many arrivals as the mean rate, and half of them on each side of the top', () => {
  const course = sinus(day)
  expect(course.total).toBeCloseTo(18_000, 6)
  for (const half of [0, 1, 2, 3, 4, 5]) {
    expect(Math.abs(course.reaches(half * 3000) - half * 30_000), `half period ${half}`).toBeLessThan(1e-3)
  }
})

test('a quarter of a period from the mean holds the mean and the amplitude through 2 pi', () => {
  // The integral of m + a sin(2 pi t / P) over P / 4 is m P / 4 + a P / 2 pi.
  const course = sinus({ ...day, phase: 0, amplitudePerSecond: 40 })
  const quarter = 100 * 15 + (40 * 60) / (2 * Math.PI)
  expect(course.reaches(quarter)).toBeCloseTo(15_000, 6)
  expect(course.reaches(0)).toBe(0)
})

test('a sinus without amplitude is a constant rate', () => {
  const course = sinus({ ...day, amplitudePerSecond: 0, phase: 0.3 })
  for (const k of [0, 1, 777, 5999, 6000, 17_999]) expect(course.reaches(k)).toBeCloseTo(k * 10, 6)
})

test('around its lowest rate of 0 the gap is told by the cube of the time', () => {
  // The integral from the lowest is m (t - sin(w t) / w), near m w^2 t^3 / 6.
  const perMs = (2 * Math.PI) / day.periodMs
  const firstMs = sinus(day).reaches(1)
  expect((0.1 * perMs ** 2 * firstMs ** 3) / 6).toBeCloseTo(1, 2)
  const exact = 0.1 * (firstMs - Math.sin(perMs * firstMs) / perMs)
  expect(exact).toBeCloseTo(1, 9)
})

test('each arrival is within a microsecond of where halving finds it', () => {
  const any = fc.record({
    mean: fc.double({ min: 0.1, max: 1000, noNaN: true }),
    swing: fc.double({ min: 0, max: 0.95, noNaN: true }),
    periodMs: fc.integer({ min: 10, max: 100_000 }),
    phase: fc.double({ min: 0, max: 0.999, noNaN: true }),
    where: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })
  fc.assert(
    fc.property(any, ({ mean, swing, periodMs, phase, where }) => {
      const durationMs = 2.5 * periodMs
      const amplitudePerSecond = mean * swing
      const course = sinus({ ...day, meanPerSecond: mean, amplitudePerSecond, periodMs, phase, durationMs })
      const turn = 2 * Math.PI
      const swingOf = (ms: number): number =>
        Math.cos(turn * phase) - Math.cos(turn * (ms / periodMs + phase))
      const owed = (ms: number): number =>
        (mean * ms + (amplitudePerSecond * periodMs * swingOf(ms)) / turn) / 1000
      const wanted = course.total * where
      let [low, high] = [0, durationMs]
      for (let halving = 0; halving < 80; halving++) {
        const middle = (low + high) / 2
        if (owed(middle) > wanted) high = middle
        else low = middle
      }
      expect(Math.abs(course.reaches(wanted) - low)).toBeLessThan(1e-3)
    }),
    { numRuns: 1000 },
  )
})
