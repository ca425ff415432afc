import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { incompleteBeta } from './incomplete-beta.ts'

/** scipy.special.betainc. */
const KNOWN: readonly [x: number, a: number, b: number, value: number][] = [
  [0.25, 0.5, 0.5, 0.33333333333333337],
  [0.5, 1, 1, 0.5],
  [0.4, 2, 3, 0.5247999999999999],
  [0.3, 0.01, 0.02, 0.6611784272511076],
  [0.9, 0.001, 5, 0.9999999978133168],
  [0.5, 9.25, 9.25, 0.4999999999999997],
  [0.95, 95.5, 5.5, 0.5280882976030296],
  [0.9, 95.5, 5.5, 0.03786238979232927],
  [0.99, 95.5, 5.5, 0.9986166370998593],
  [0.1, 333.25, 3000.5, 0.5090218675609341],
  [0.49, 5000.5, 5000.5, 0.02273663484792597],
  [0.999, 99910, 90.5, 0.15844005022294178],
  [0.501, 50000.5, 50000.5, 0.7364560945866643],
  [0.9, 900000.5, 100000.5, 0.5001773079035952],
  [0.999, 999000.5, 1000.5, 0.50209969449564],
  [0.4985, 500000, 500000, 0.0013498714406374637],
  [0.99, 9900000, 100000, 0.4995858121837567],
  [0.5, 5000000.5, 5000000.5, 0.5000000000000012],
  [0.00101, 10000, 9990000, 0.8414689832205329],
]
for (const [x, a, b, value] of KNOWN) {
  test(`I_${x}(${a}, ${b}) is that of scipy, to 10 digits after the point`, () => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(value, 10)
  })
}

test('with whole parameters it is a sum of binomial chances', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
  const small = fc.integer({ min: 1, max: 12 })
  fc.assert(
    fc.property(small, small, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, x) => {
      const n = a + b - 1
      const sum = Array.from({ length: b }, (_, index) => a + index)
        .map(k => choose(n, k) * x ** k * (1 - x) ** (n - k))
        .reduce((total, chance) => total + chance, 0)
      expect(incompleteBeta(x, a, b)).toBeCloseTo(sum, 10)
    }),
  )
})

const parameter = fc.oneof(
  fc.double({ min: 0.1, max: 20, noNaN: true }),
  fc.double({ min: 20, max: 1e6, noNaN: true }),
)
const share = fc.double({ min: 0, max: 1, noNaN: true })

test('the two tails add up to 1, and it never falls as x grows', () => {
  fc.assert(
    fc.property(parameter, parameter, share, share, (a, b, one, other) => {
      const x = Math.round(Math.min(one, other) * 1024) / 1024
      const above = Math.max(x, one, other)
      expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 10)
      expect(incompleteBeta(above, a, b)).toBeGreaterThanOrEqual(incompleteBeta(x, a, b) - 1e-10)
    }),
  )
})

test('outside of 0 to 1 it is the nearer end', () => {
  expect([-1, 0, 1, 2].map(x => incompleteBeta(x, 3, 4))).toEqual([0, 0, 1, 1])
  // There is nothing to work out at the ends: the terms of these would be infinite.
  for (const [a, b] of [
    [1e300, 1e-300],
    [1e-300, 1e300],
  ] as const) {
    expect([0, 1].map(x => incompleteBeta(x, a, b))).toEqual([0, 1])
  }
})

test('parameters too large for the fraction to settle are refused', () => {
  expect(() => incompleteBeta(0.5, 1e15, 1e15)).toThrow('did not settle at 0.5, 1000000000000000, 10000')
})

test('parameters that are not above 0 are refused', () => {
  for (const [x, a, b] of [
    [0.5, 0, 1],
    [0.5, 1, 0],
    [0.5, 1, -2],
    [0.5, Infinity, 1],
    [0.5, 1, Infinity],
    [Number.NaN, 1, 1],
  ] as const) {
    expect(() => incompleteBeta(x, a, b)).toThrow(`got ${x}, ${a}, ${b}`)
  }
})
