import { expect, test } from '@playwright/test'
import { arrivals, arrivalsWithin } from './arrivals.ts'
import type { Arrivals, ArrivalShape } from './arrivals.ts'

const offsets = (one: Arrivals): number[] => Array.from({ length: one.count }, (_, index) => one.at(index))
const timesOf = (shape: ArrivalShape): number[] => offsets(arrivals(shape))
const constant = (perSecond: number, durationMs: number): ArrivalShape => ({
  kind: 'constant',
  perSecond,
  durationMs,
})
const ramp = (fromPerSecond: number, toPerSecond: number, durationMs: number): ArrivalShape => ({
  kind: 'ramp',
  fromPerSecond,
  toPerSecond,
  durationMs,
})

/** Expects these times within a microsecond. */
function expectTimes(shape: ArrivalShape, expectedMs: readonly number[]): void {
  const times = timesOf(shape)
  expect(times).toHaveLength(expectedMs.length)
  for (const [index, atMs] of times.entries()) {
    expect(Math.abs(atMs - (expectedMs[index] ?? Number.NaN)), `arrival ${index}`).toBeLessThan(1e-3)
  }
}

test('a constant rate is evenly paced and begins at once', () => {
  expect(timesOf(constant(4, 1000))).toEqual([0, 250, 500, 750])
  expect(arrivals(constant(4, 1000)).durationMs).toBe(1000)
})

test('an arrival that falls due at the very end belongs to what comes after', () => {
  expect(arrivals(constant(10, 1000)).count).toBe(10)
  expect(arrivals(constant(10, 1001)).count).toBe(11)
  expect(arrivals(constant(61, 1000)).count).toBe(61)
})

test('rounding neither adds an arrival at the end nor moves one over a seam', () => {
  // 50 x 1.1 is 55.00000000000001.
  expect(arrivals(constant(50, 1100)).count).toBe(55)
  const later: ArrivalShape = {
    kind: 'spike',
    basePerSecond: 0,
    peakPerSecond: 10,
    atMs: 500,
    peakMs: 200,
    durationMs: 900,
  }
  const times = timesOf({ kind: 'sequence', parts: [constant(50, 1100), later] })
  expect(times.slice(55)).toEqual([1600, 1700])
})

test('the last arrival is before the end, also where times are too long to tell them apart', () => {
  const parts = [constant(0.01, 1e10), constant(0.01, 1e10), constant(1e9, 1)]
  const long = arrivals({ kind: 'sequence', parts })
  expect(long.durationMs).toBe(2e10 + 1)
  expect(long.at(long.count - 1)).toBeLessThan(2e10 + 1)
})

test('a slow rate has its one arrival at the start', () => {
  expect(timesOf(constant(0.5, 1000))).toEqual([0])
})

test('a ramp from nothing places arrival k where the square of the time says', () => {
  // Rate 2t a second, so t^2 arrivals by time t: arrival k comes at sqrt(k) seconds.
  expectTimes(
    ramp(0, 8, 4000),
    Array.from({ length: 16 }, (_, k) => 1000 * Math.sqrt(k)),
  )
})

test('a ramp down to nothing is the mirror of the ramp up', () => {
  // Rate 8 - 2t, so 16 - (4 - t)^2 arrivals by time t.
  expectTimes(
    ramp(8, 0, 4000),
    Array.from({ length: 16 }, (_, k) => 1000 * (4 - Math.sqrt(16 - k))),
  )
})

test('a ramp between equal rates is a constant rate', () => {
  expect(timesOf(ramp(20, 20, 700))).toEqual(timesOf(constant(20, 700)))
})

test('a step holds each of its rates, the first and the last among them', () => {
  const step: ArrivalShape = { kind: 'step', fromPerSecond: 1, toPerSecond: 4, steps: 3, holdMs: 1000 }
  expect(arrivals(step).durationMs).toBe(4000)
  const third = 1000 / 3
  expectTimes(step, [0, 1000, 1500, 2000, 2000 + third, 2000 + 2 * third, 3000, 3250, 3500, 3750])
})

test('a spike is a base rate, a higher one for a while, and the base again', () => {
  const spike: ArrivalShape = {
    kind: 'spike',
    basePerSecond: 2,
    peakPerSecond: 10,
    atMs: 1000,
    peakMs: 500,
    durationMs: 3000,
  }
  expectTimes(spike, [0, 500, 1000, 1100, 1200, 1300, 1400, 1500, 2000, 2500])
  expectTimes({ ...spike, basePerSecond: 0 }, [1000, 1100, 1200, 1300, 1400])
  expectTimes(
    { ...spike, atMs: 0, peakMs: 3000, peakPerSecond: 3, basePerSecond: 1 },
    timesOf(constant(3, 3000)),
  )
})

test('bursts come at once and then at every period, none at the very end', () => {
  const burst: ArrivalShape = { kind: 'burst', size: 3, everyMs: 400, durationMs: 1200 }
  expect(timesOf(burst)).toEqual([0, 0, 0, 400, 400, 400, 800, 800, 800])
  expect(arrivals({ ...burst, durationMs: 1201 }).count).toBe(12)
  expect(timesOf({ ...burst, durationMs: 1 })).toEqual([0, 0, 0])
})

test('a sustained load climbs, holds and comes down', () => {
  const sustained: ArrivalShape = { kind: 'sustained', perSecond: 4, rampMs: 2000, holdMs: 1000 }
  expect(arrivals(sustained).durationMs).toBe(5000)
  // By t seconds of the ramp t^2 arrivals, so that the hold begins with arrival 4 and the ramp down with arrival 8.
  const up = [0, 1, 2, 3].map(k => 1000 * Math.sqrt(k))
  const down = [0, 1, 2, 3].map(k => 3000 + 1000 * (2 - Math.sqrt(4 - k)))
  expectTimes(sustained, [...up, 2000, 2250, 2500, 2750, ...down])
})

test('parts in sequence carry their unfinished arrival over the seam, past bursts too', () => {
  // 3.4 arrivals, then 5 at once, then from 8.4 on: the next falls due six tenths of a gap later.
  const burst: ArrivalShape = { kind: 'burst', size: 5, everyMs: 40, durationMs: 40 }
  const parts = [constant(10, 340), burst, constant(10, 200)]
  expectTimes({ kind: 'sequence', parts }, [0, 100, 200, 300, 340, 340, 340, 340, 340, 440, 540])
})

test('a sequence within a sequence is the same as its parts', () => {
  const burst: ArrivalShape = { kind: 'burst', size: 2, everyMs: 7, durationMs: 21 }
  const parts = [constant(10, 340), constant(10, 60), burst, ramp(0, 30, 500)]
  const nested: ArrivalShape = {
    kind: 'sequence',
    parts: [constant(10, 340), { kind: 'sequence', parts: parts.slice(1) }],
  }
  expect(timesOf(nested)).toEqual(timesOf({ kind: 'sequence', parts }))
})

test('a sum has the arrivals of all its parts in order of time', () => {
  const sum: ArrivalShape = {
    kind: 'sum',
    parts: [constant(2, 2000), { kind: 'burst', size: 2, everyMs: 1000, durationMs: 1500 }],
  }
  expect(timesOf(sum)).toEqual([0, 0, 0, 500, 1000, 1000, 1000, 1500])
  expect(arrivals(sum).durationMs).toBe(2000)
})

test('a shape is plain data: after a way through JSON it gives the same times', () => {
  const shape: ArrivalShape = {
    kind: 'sum',
    parts: [
      { kind: 'poisson', perSecond: 50, durationMs: 900, seed: 7 },
      { kind: 'sequence', parts: [ramp(0, 10, 500), constant(10, 500)] },
    ],
  }
  expect(timesOf(JSON.parse(JSON.stringify(shape)) as ArrivalShape)).toEqual(timesOf(shape))
})

test('ten million arrivals of a constant rate take no memory of their own', () => {
  const before = process.memoryUsage()
  const many = arrivals(constant(1e4, 1e6))
  const after = process.memoryUsage()
  expect([many.count, many.at(9_999_999)]).toEqual([1e7, 999_999.9])
  const grownBytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  expect(grownBytes).toBeLessThan(1e7)
})

test('a shape in another length of time keeps its rates', () => {
  expect(offsets(arrivalsWithin(300, constant(20, 60_000)))).toEqual(timesOf(constant(20, 300)))
  expect(offsets(arrivalsWithin(300, ramp(0, 90, 60_000)))).toEqual(timesOf(ramp(0, 90, 300)))
  expect(offsets(arrivalsWithin(3000, constant(20, 100)))).toEqual(timesOf(constant(20, 3000)))
  const parts = (factor: number): ArrivalShape[] => [
    { kind: 'poisson', perSecond: 40, durationMs: 6000 * factor, seed: 3 },
    {
      kind: 'sinus',
      meanPerSecond: 30,
      amplitudePerSecond: 20,
      periodMs: 3000 * factor,
      phase: 0,
      durationMs: 6000 * factor,
    },
    { kind: 'burst', size: 9, everyMs: 2000, durationMs: 6000 * factor },
  ]
  for (const kind of ['sequence', 'sum'] as const) {
    const whole: ArrivalShape = { kind, parts: parts(1) }
    const within = arrivalsWithin(arrivals(whole).durationMs / 4, whole)
    expect(offsets(within)).toEqual(timesOf({ kind, parts: parts(0.25) }))
  }
})

test('what comes late in a shape comes in a short time too', () => {
  const spike: ArrivalShape = {
    kind: 'spike',
    basePerSecond: 0,
    peakPerSecond: 100,
    atMs: 50_000,
    peakMs: 10_000,
    durationMs: 100_000,
  }
  const within = offsets(arrivalsWithin(500, spike))
  expect(within).toHaveLength(5)
  for (const [index, atMs] of within.entries()) expect(atMs).toBeCloseTo(250 + 10 * index, 9)
})

test('another length of time is refused with its value unless it is above 0', () => {
  for (const bad of [0, -5, Number.NaN, Infinity]) {
    expect(() => arrivalsWithin(bad, constant(1, 1000))).toThrow(`durationMs = ${bad}`)
  }
  expect(() => arrivalsWithin(500, constant(-1, 1000))).toThrow('perSecond = -1')
})
