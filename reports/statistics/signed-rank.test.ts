import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { hodgesLehmann, signedRank } from './signed-rank.ts'

const TEN = [12.1, -3.4, 5.5, 7.25, -1.2, 9.9, 0.4, 2.3, -6.1, 4.8]
const wave = (count: number, middle: number, drift: number, digits: number): number[] =>
  Array.from({ length: count }, (_, index) =>
    Number((Math.sin((index + 1) * 1.7) * 10 + middle + (index + 1) * drift).toFixed(digits)),
  )

test('five differences all up cannot reach 0.05, six can', () => {
  expect(signedRank([1, 2, 3, 4, 5])).toEqual({ statistic: 0, pValue: 2 / 32, n: 5 })
  expect(signedRank([1, 2, 3, 4, 5, 6])).toEqual({ statistic: 0, pValue: 2 / 64, n: 6 })
})

test('zeros are dropped, and without a difference nothing is seen', () => {
  expect(signedRank([0, 0, 0])).toEqual({ statistic: 0, pValue: 1, n: 0 })
  expect(signedRank([])).toEqual({ statistic: 0, pValue: 1, n: 0 })
  expect(signedRank([...TEN, 0, -0])).toEqual(signedRank(TEN))
})

/** scipy.stats.wilcoxon: exact, PermutationMethod(inf) with ties, asymptotic with correction above 100. */
const KNOWN: readonly [name: string, differences: readonly number[], statistic: number, pValue: number][] = [
  ['10 differences', TEN, 13, 0.16015625],
  ['11 differences with ties, and two zeros', [1, 1, -2, 3, 0, 3, -1, 4, 4, 5, 2, 0], 6.5, 0.03515625],
  ['50 differences', wave(50, 1.5, 0.013, 3), 432, 0.04719429796794117],
  ['100 differences', wave(100, 1.5, 0.013, 3), 1666, 0.0028985183845346985],
  ['145 differences with ties', wave(150, 1.5, 0, 0), 3815, 0.003495504793344017],
  ['144 differences with ties', wave(150, 0.5, 0, 0), 4562, 0.18865538281412297],
]
for (const [name, differences, statistic, pValue] of KNOWN) {
  test(`${name} have the statistic and the p-value of scipy`, () => {
    const found = signedRank(differences)
    expect(found.statistic).toBe(statistic)
    expect(found.pValue / pValue).toBeCloseTo(1, 9)
  })
}

test('bounded ranks: a large difference the other way weighs as one of the middle', () => {
  // Ranks 1, 2, 3, 3, 3, 3: the sums of {}, {1}, {2}, {3} four times and {1, 2} are at most 3.
  expect(signedRank([1, 2, 3, 4, 5, -60], 1 / 2)).toEqual({ statistic: 3, pValue: (2 * 8) / 64, n: 6 })
  expect(signedRank([1, 2, 3, 4, 5, -60]).pValue).toBeCloseTo((2 * 14) / 64, 12)
  // Ranks up to 4 of 7.
  expect(signedRank([1, 2, 3, 4, 5, 6, -60], 1 / 2).statistic).toBe(4)
})

test('bounded ranks of more than 100 differences are near the exact p-value too', () => {
  const differences = wave(101, 2, 0.013, 3)
  const [exact, near] = [differences.slice(1), differences].map(some => signedRank(some, 1 / 2).pValue)
  expect(Math.abs(Math.log((near ?? 0) / (exact ?? 1)))).toBeLessThan(0.5)
})

const tied = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 9 })
const untied = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 14 })
const signs = fc.infiniteStream(fc.boolean())

test('the p-value is the share of all ways to give the signs', () => {
  fc.assert(
    fc.property(tied, differences => {
      const { n, statistic, pValue } = signedRank(differences)
      const sizes = differences.filter(one => one !== 0).map(Math.abs)
      const ranks = sizes.map(
        size => sizes.filter(one => one < size).length + (sizes.filter(one => one === size).length + 1) / 2,
      )
      let asSmall = 0
      for (let way = 0; way < 2 ** n; way++) {
        const sum = ranks.reduce((total, rank, bit) => total + ((way >> bit) & 1 ? rank : 0), 0)
        if (sum <= statistic) asSmall += 1
      }
      expect(pValue).toBeCloseTo(n === 0 ? 1 : Math.min(1, (2 * asSmall) / 2 ** n), 12)
    }),
  )
})

test('neither the unit nor the direction changes what is found', () => {
  fc.assert(
    fc.property(tied, differences => {
      expect(signedRank(differences.map(one => one * -8))).toEqual(signedRank(differences))
    }),
  )
})

test('above 100 differences the approximation is within 2 % of the exact p-value', () => {
  // scipy.stats.wilcoxon with method='exact'.
  expect(Math.abs(signedRank(wave(101, 0.7, 0.013, 3)).pValue / 0.02796282140180506 - 1)).toBeLessThan(0.02)
})

test('the shift is the median of the means of all pairs', () => {
  // The means of 1, 2 and 6: 1, 1.5, 2, 3.5, 4, 6.
  expect(hodgesLehmann([6, 1, 2]).estimate).toBe(2.75)
  expect(hodgesLehmann([5]).estimate).toBe(5)
})

test('five differences bound no shift with 0.95, six by their ends', () => {
  expect(hodgesLehmann([1, 2, 3, 4, 5])).toEqual({ estimate: 3, low: -Infinity, high: Infinity })
  expect(hodgesLehmann([1, 2, 3, 4, 5], 0.9)).toEqual({ estimate: 3, low: 1, high: 5 })
  // Just what five can: 1 - 2 / 32.
  expect(hodgesLehmann([1, 2, 3, 4, 5], 0.9375)).toEqual({ estimate: 3, low: 1, high: 5 })
  expect(hodgesLehmann([1, 2, 3, 4, 5, 6])).toEqual({ estimate: 3.5, low: 1, high: 6 })
})

/** Worked out in numpy: sorted means of pairs, cut by the counted distribution of the rank sum. */
const SHIFTS: readonly [
  differences: readonly number[],
  confidence: number,
  low: number,
  mid: number,
  high: number,
][] = [
  [TEN, 0.9, -0.55, 3.025, 7.2],
  [TEN, 0.95, -1.2, 3.025, 7.35],
  [TEN, 0.99, -3.4, 3.025, 9.675],
  [wave(50, 1.5, 0.013, 3), 0.95, 0.0165, 1.995, 3.998],
]
for (const [differences, confidence, low, mid, high] of SHIFTS) {
  test(`the shift of ${differences.length} differences with ${confidence} is that of numpy`, () => {
    const shift = hodgesLehmann(differences, confidence)
    expect(shift.low).toBeCloseTo(low, 9)
    expect(shift.estimate).toBeCloseTo(mid, 9)
    expect(shift.high).toBeCloseTo(high, 9)
  })
}

test('the interval is all shifts that the test does not reject', () => {
  fc.assert(
    fc.property(untied, signs, (sizes, sign) => {
      const differences = sizes.map(size => (sign.next().value ? size : -size))
      const { low, high } = hodgesLehmann(differences, 0.9)
      const rejected = (shift: number): boolean =>
        signedRank(differences.map(one => one - shift)).pValue <= 0.1
      // Means of pairs are halves: a step of 0.125 from one makes no ties.
      const around = [low - 0.125, low + 0.125, high - 0.125, high + 0.125]
      expect(around.map(rejected)).toEqual([true, low === high, low === high, true])
    }),
  )
})

test('the shift moves and grows with the differences', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 1, maxLength: 30 }),
      differences => {
        const { estimate, low, high } = hodgesLehmann(differences)
        const moved = hodgesLehmann(differences.map(one => 4 * one + 16))
        expect(moved).toEqual({ estimate: 4 * estimate + 16, low: 4 * low + 16, high: 4 * high + 16 })
      },
    ),
  )
})

test('above 100 differences the interval is the exact one to a few places in 5000', () => {
  // The means of pairs are some 0.001 apart there.
  const { low, estimate, high } = hodgesLehmann(wave(101, 1.5, 0.013, 3))
  expect(Math.abs(low - 1.0345)).toBeLessThan(0.005)
  expect(estimate).toBeCloseTo(2.2075, 9)
  expect(Math.abs(high - 3.546)).toBeLessThan(0.005)
})

test('up to 100 differences the interval is exact, above it is that of the normal approximation', () => {
  // Worked out in numpy: with 0.999, 1579 means are cut off at each end of 100 differences, and 1604 of 101, where exactly it were 1616.
  const exact = hodgesLehmann(wave(100, 1.5, 0.013, 3), 0.999)
  expect(exact.low).toBeCloseTo(-0.2805, 9)
  expect(exact.high).toBeCloseTo(4.64, 9)
  const normal = hodgesLehmann(wave(101, 1.5, 0.013, 3), 0.999)
  expect(normal.low).toBeCloseTo(-0.187, 9)
  expect(normal.high).toBeCloseTo(4.791, 9)
})

test('what no shift can be told from is refused', () => {
  expect(() => hodgesLehmann([])).toThrow('at least one difference')
  expect(() => hodgesLehmann([1, Number.NaN])).toThrow('got NaN')
  for (const confidence of [-0.5, 0, 1, Number.NaN])
    expect(() => hodgesLehmann([1, 2], confidence)).toThrow(`got ${confidence}`)
  expect(() => signedRank([1, Infinity])).toThrow('got Infinity')
})
