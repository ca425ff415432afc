import { expect, test } from '@playwright/test'
import { seededRandom } from '../../../load/seeded-random.ts'
import { FALSE_ALARMS, judgePairs, pairsForgiving, pairsNeeded } from './judge-pairs.ts'
import type { Pair } from './judge-pairs.ts'
import { simulated } from './testing/simulated-pairs.ts'

const verdicts = (...figures: Pair[][]) => judgePairs(figures).map(({ verdict }) => verdict)
const ratios = (...of: number[]): Pair[] => of.map(ratio => ({ a: 50, b: 50 * ratio }))
const TEN = [1.1, 1.12, 1.09, 1.11, 1.13, 1.08, 1.1, 1.1, 1.14, 1.07]

test('a figure that is 10 % more in each of ten pairs got worse, and the other way round better', () => {
  const [judged] = judgePairs([ratios(...TEN)])
  expect(judged).toMatchObject({ verdict: 'REGRESSED', pValue: 1 / 1024, larger: 10 })
  expect(judged?.change.estimate).toBeCloseTo(0.1, 2)
  expect(judged?.change.low).toBeGreaterThan(0.07)
  expect(judged?.change.high).toBeLessThan(0.14)
  const [back] = judgePairs([ratios(...TEN.map(ratio => 1 / ratio))])
  expect(back).toMatchObject({ verdict: 'IMPROVED', pValue: 1 / 1024, larger: 0 })
})

test('what is surely another, by less than 5 %, is the same', () => {
  const [judged] = judgePairs([ratios(...TEN.map(ratio => 1 + (ratio - 1) / 4))])
  expect(judged).toMatchObject({ verdict: 'SAME', pValue: 1 / 1024 })
})

test('what differs by less than half a millisecond is the same, however sure: two processes of one build do', () => {
  const of = (ms: number): Pair[] => TEN.map(ratio => ({ a: ms, b: ms * ratio }))
  expect(verdicts(of(0.7), of(2.5), of(3.6))).toEqual(['SAME', 'SAME', 'SAME'])
  expect(verdicts(of(5.5), of(22.9))).toEqual(['REGRESSED', 'REGRESSED'])
  expect(verdicts(TEN.map(ratio => ({ a: 1, b: ratio + 0.6 })))).toEqual(['REGRESSED'])
  const wide = [1.9, 0.4, 1.8, 0.5, 2.1, 0.6, 1.4, 0.8, 1.6, 0.7].map(ratio => ({ a: 1, b: ratio }))
  expect(verdicts(wide)).toEqual(['CANNOT_TELL'])
})

test('an interval that reaches beyond 10 % and holds 0 tells nothing', () => {
  expect(verdicts(ratios(1.3, 0.8, 1.2, 0.9, 1.25, 0.85, 1.1, 0.95, 1.02, 0.97))).toEqual(['CANNOT_TELL'])
})

test('pairs that are equal to the last bit but one are ties, and equal builds are the same', () => {
  // 0.1 * 3 / 0.3 is 1.0000000000000002.
  const equal = Array.from({ length: 10 }, () => ({ a: 0.3, b: 0.1 * 3 }))
  expect(judgePairs([equal])).toMatchObject([{ verdict: 'SAME', pValue: 0.5 }])
  const [judged] = judgePairs([[...ratios(...TEN), ...ratios(1, 1)]])
  expect(judged).toMatchObject({ verdict: 'REGRESSED', pValue: 1 / 1024 })
})

test('so many pairs are needed that the chance of all to one side, times the figures, is at most a false alarm', () => {
  expect([1, 2, 10, 11, 20, 21].map(pairsNeeded)).toEqual([7, 8, 10, 11, 11, 12])
  for (const figures of [1, 3, 10, 50]) {
    expect(figures * 2 ** -pairsNeeded(figures)).toBeLessThanOrEqual(FALSE_ALARMS)
    expect(figures * 2 ** (1 - pairsNeeded(figures))).toBeGreaterThan(FALSE_ALARMS)
  }
})

test('so many pairs forgive one that lies the other way, however far, and one pair fewer does not', () => {
  expect([1, 2, 10, 16].map(pairsForgiving)).toEqual([11, 12, 15, 16])
  const figures = (pairs: number): Pair[][] =>
    Array.from({ length: 10 }, () => [...TEN, ...TEN].slice(0, pairs - 1)).map(ratios => [
      { a: 30, b: 10 },
      ...ratios.map(ratio => ({ a: 50, b: 50 * ratio })),
    ])
  expect(verdicts(...figures(15))).not.toContain('CANNOT_TELL')
  expect(verdicts(...figures(14))).toContain('CANNOT_TELL')
})

test('five pairs tell nothing, however far apart, and have no interval', () => {
  const [judged] = judgePairs([ratios(2, 2.1, 2.2, 2.3, 2.4)])
  expect(judged).toMatchObject({ verdict: 'CANNOT_TELL', change: { low: -1, high: Infinity }, larger: 5 })
})

test('ten pairs tell of ten figures and not of eleven', () => {
  const figures = Array.from({ length: 11 }, () => ratios(...TEN))
  expect(verdicts(...figures.slice(1))).toEqual(Array.from({ length: 10 }, () => 'REGRESSED'))
  expect(verdicts(...figures)).toEqual(Array.from({ length: 11 }, () => 'CANNOT_TELL'))
})

test('one pair that lies the other way by a little is forgiven one figure, and not one of ten', () => {
  const figure = ratios(0.99, ...TEN.slice(1))
  const figures = Array.from({ length: 10 }, () => figure)
  expect(judgePairs([figure])).toMatchObject([{ verdict: 'REGRESSED', pValue: 2 / 1024, larger: 9 }])
  expect(judgePairs(figures)[0]).toMatchObject({ verdict: 'CANNOT_TELL', pValue: 20 / 1024 })
})

test('pairs too few to tell a difference do not tell that there is none', () => {
  const equal = ratios(1, 1, 1, 1, 1, 1, 1)
  expect(verdicts(equal)).toEqual(['SAME'])
  expect(verdicts(equal.slice(1))).toEqual(['CANNOT_TELL'])
})

test('a build that is alike, whatever the noise, is called slower in no more than one of a hundred comparisons, and faster in as many', () => {
  // All ways in which seven pairs may lie are as likely.
  const sizes = [0.9, 0.31, 0.12, 0.4, 0.06, 0.77, 0.2]
  const ways = Array.from({ length: 2 ** 7 }, (_, way) =>
    sizes.map((size, bit) => Math.exp((way >> bit) & 1 ? size : -size)),
  )
  for (const wrong of ['REGRESSED', 'IMPROVED']) {
    const alarms = ways.filter(way => verdicts(ratios(...way))[0] === wrong)
    expect(alarms).toHaveLength(1)
    expect(alarms.length / ways.length).toBeLessThanOrEqual(FALSE_ALARMS)
  }
})

test('of 100 comparisons of a build with itself at most one calls a figure slower, and at most one faster', () => {
  const random = seededRandom(20_261_127)
  const found = Array.from({ length: 100 }, () => verdicts(...simulated(random, 0.02)))
  for (const wrong of ['REGRESSED', 'IMPROVED'] as const)
    expect(found.filter(one => one.includes(wrong)).length, wrong).toBeLessThanOrEqual(1)
})

test('10 % more of one figure is found in at least 95 of 100 comparisons, and nothing else in more than one', () => {
  const random = seededRandom(5)
  const all = Array.from({ length: 100 }, () => verdicts(...simulated(random, 0.02, 1.1)))
  expect(all.filter(([first]) => first === 'REGRESSED').length).toBeGreaterThanOrEqual(95)
  expect(all.filter(([, ...others]) => others.includes('REGRESSED')).length).toBeLessThanOrEqual(1)
})

const NOISY: [what: string, spread: number, odds: number][] = [
  ['2 % of its blocks half as slow again', 0.02, 0.02],
  ['blocks that spread by 3 %', 0.03, 0.001],
]
for (const [what, spread, odds] of NOISY) {
  test(`10 % more of one figure with ${what} is found by pairs that forgive one in at least 95 of 100 comparisons`, () => {
    const random = seededRandom(15)
    const trials = Array.from({ length: 400 }, () =>
      verdicts(...simulated(random, spread, 1.1, { pairs: pairsForgiving(10), odds })),
    )
    expect(trials.filter(([first]) => first === 'REGRESSED').length).toBeGreaterThanOrEqual(380)
    expect(trials.filter(([, ...others]) => others.includes('REGRESSED')).length).toBeLessThanOrEqual(4)
  })
}
