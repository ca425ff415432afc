import * as fc from 'fast-check'
import type { ArrivalShape } from '../shape.ts'

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const rate = number(0, 200)
const rateAboveZero = number(0.01, 200)
const lengthMs = fc.oneof(fc.integer({ min: 1, max: 4000 }), number(0.1, 4000))
const kind = <K extends ArrivalShape['kind']>(name: K): fc.Arbitrary<K> => fc.constant(name)
type Rates = { fromPerSecond: number; toPerSecond: number }
const someArrive = ({ fromPerSecond, toPerSecond }: Rates): boolean => fromPerSecond + toPerSecond > 0.01

const sinus = fc
  .record({
    meanPerSecond: rateAboveZero,
    swing: fc.oneof(fc.constant(0), fc.constant(1), number(0, 1)),
    periodMs: lengthMs,
    phase: fc.oneof(fc.constantFrom(0, 0.25, 0.5, 0.75), number(0, 0.99)),
    durationMs: lengthMs,
  })
  .map(({ swing, ...rest }) => ({
    kind: 'sinus' as const,
    ...rest,
    amplitudePerSecond: rest.meanPerSecond * swing,
  }))

const spike = fc
  .record({
    basePerSecond: rate,
    more: number(0.01, 200),
    beforeMs: fc.oneof(fc.constant(0), lengthMs),
    peakMs: lengthMs,
    afterMs: fc.oneof(fc.constant(0), lengthMs),
  })
  .map(({ basePerSecond, more, beforeMs, peakMs, afterMs }) => ({
    kind: 'spike' as const,
    basePerSecond,
    peakPerSecond: basePerSecond + more,
    atMs: beforeMs,
    peakMs,
    durationMs: beforeMs + peakMs + afterMs,
  }))

/** Every shape without chance that is not made of others, of at most some thousand arrivals. */
export const anyCourse: fc.Arbitrary<ArrivalShape> = fc.oneof(
  fc.record({ kind: kind('constant'), perSecond: rateAboveZero, durationMs: lengthMs }),
  fc
    .record({ kind: kind('ramp'), fromPerSecond: rate, toPerSecond: rate, durationMs: lengthMs })
    .filter(someArrive),
  fc
    .record({
      kind: kind('step'),
      fromPerSecond: rate,
      toPerSecond: rate,
      steps: fc.integer({ min: 1, max: 8 }),
      holdMs: number(0.1, 500),
    })
    .filter(someArrive),
  spike,
  fc.record({
    kind: kind('burst'),
    size: fc.integer({ min: 1, max: 20 }),
    everyMs: number(50, 4000),
    durationMs: lengthMs,
  }),
  fc.record({
    kind: kind('sustained'),
    perSecond: rateAboveZero,
    rampMs: number(0.1, 1000),
    holdMs: lengthMs,
  }),
  sinus,
)

/** Seeded Poisson arrivals. */
export const anyPoisson: fc.Arbitrary<ArrivalShape> = fc.record({
  kind: kind('poisson'),
  perSecond: rateAboveZero,
  durationMs: lengthMs,
  seed: fc.nat(),
})

/** @returns such shapes, and sequences and sums of up to three, in one another up to three deep */
export function composed(leaf: fc.Arbitrary<ArrivalShape>): fc.Arbitrary<ArrivalShape> {
  return fc.letrec<{ shape: ArrivalShape; parts: ArrivalShape[] }>(tie => ({
    shape: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: leaf, weight: 2 },
      { arbitrary: fc.record({ kind: kind('sequence'), parts: tie('parts') }), weight: 2 },
      { arbitrary: fc.record({ kind: kind('sum'), parts: tie('parts') }), weight: 1 },
    ),
    parts: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
  })).shape
}
