import { TOLERANCE } from '../../comparison.ts'
import type { ChangeVerdict } from '../../comparison.ts'
import { holm } from '../../statistics/holm.ts'
import { median } from '../../statistics/median.ts'
import { hodgesLehmann, signedRank } from '../../statistics/signed-rank.ts'

/** How often at most a comparison calls anything worse that is not, whatever the noise and however many its figures; and as often anything better. */
export const FALSE_ALARMS = 0.01

/** A difference of less than this share is told as none, however sure it is: half of the tolerance. Pairs are told apart to a per cent. */
export const LEAST_TOLD = TOLERANCE / 2

/**
 * A difference of less than this, ms, is told as none too. Two processes of one build are not quite alike for as long as they run (what is compiled when,
 * where memory lies), and no number of pairs averages that out: with `npm run bench:compare` figures of 0.3 to 2.7 ms were up to 0.32 ms apart, by up to 14 %.
 */
export const LEAST_TOLD_MS = 0.5

/** The highest rank of a pair, as a share of the pairs: one that a block half as slow again has turned weighs no more than one of the middle. */
const HIGHEST_RANK = 1 / 2

/** How sure an interval of a change is. */
const CONFIDENCE = 0.95

/** A figure of both builds, ms, measured within seconds of each other; above 0. */
export interface Pair {
  a: number
  b: number
}

/** What became of a figure, of which smaller is better. */
export interface JudgedPairs {
  verdict: Exclude<ChangeVerdict, 'NOT_COMPARABLE'>
  /** B against A, as a share: 0.1 is 10 % more. Its ends are infinite where there are fewer than six pairs. */
  change: { estimate: number; low: number; high: number }
  /** How likely pairs as far apart, or further, are where the builds are alike, adjusted for the number of figures. */
  pValue: number
  /** Pairs in which B's figure is the larger. */
  larger: number
}

/**
 * How many pairs there must be for a difference to be told at all: with that many, all to one side, the chance is small enough.
 *
 * @param figures how many are compared, at least 1
 */
export const pairsNeeded = (figures: number): number => Math.ceil(Math.log2(figures / FALSE_ALARMS))

/**
 * How many pairs there must be for a difference to be told where one of them lies the other way, however far.
 *
 * @param figures how many are compared, at least 1
 */
export function pairsForgiving(figures: number): number {
  let pairs = pairsNeeded(figures)
  const chance = (): number =>
    signedRank([-pairs, ...Array.from({ length: pairs - 1 }, (_, size) => size + 1)], HIGHEST_RANK).pValue / 2
  while (figures * chance() > FALSE_ALARMS) pairs++
  return pairs
}

/**
 * Judges the figures of two builds. Each is tested by Wilcoxon's signed-rank test, exactly, of the logarithms of B / A, with ranks up to
 * `HIGHEST_RANK`, to the side that the pairs lie on; Holm's adjustment holds the chance of any false alarm to `FALSE_ALARMS`. The change is the Hodges-Lehmann estimate, its interval that of
 * Wilcoxon's own ranks, turned back into shares. A figure is REGRESSED when it is surely and by at least `LEAST_TOLD` and `LEAST_TOLD_MS` worse, SAME when its
 * interval lies within the tolerance of a baseline, or within `LEAST_TOLD_MS`. Pairs are the samples: what disturbs a machine for a minute disturbs both builds of a pair.
 *
 * @param figures of each at least one pair
 */
export function judgePairs(figures: readonly (readonly Pair[])[]): JudgedPairs[] {
  const tested = figures.map(pairs => {
    const logs = pairs.map(({ a, b }) => Math.log(b / a))
    const middle = median(Float64Array.from(pairs, ({ a }) => a))
    return {
      logs,
      middle,
      test: signedRank(logs.map(steady), HIGHEST_RANK),
      shift: hodgesLehmann(logs, CONFIDENCE),
    }
  })
  const adjusted = holm(tested.map(({ test }) => test.pValue / 2))
  const needed = pairsNeeded(figures.length)
  return tested.map(({ logs, middle, shift }, index): JudgedPairs => {
    const change = {
      estimate: Math.expm1(shift.estimate),
      low: Math.expm1(shift.low),
      high: Math.expm1(shift.high),
    }
    const pValue = adjusted[index] ?? 1
    const verdict = logs.length < needed ? 'CANNOT_TELL' : verdictOf(change, pValue, LEAST_TOLD_MS / middle)
    return { verdict, change, pValue, larger: logs.filter(log => log > 0).length }
  })
}

/** Logarithms of equal ratios differ in their last bits, and would be no ties. */
const steady = (log: number): number => Math.round(log * 1e12) / 1e12

/** @param alike the share by which processes of one build differ */
function verdictOf(
  { estimate, low, high }: JudgedPairs['change'],
  pValue: number,
  alike: number,
): JudgedPairs['verdict'] {
  if (pValue <= FALSE_ALARMS && Math.abs(estimate) >= Math.max(LEAST_TOLD, alike))
    return estimate > 0 ? 'REGRESSED' : 'IMPROVED'
  const within = Math.max(TOLERANCE, alike)
  return low >= -within && high <= within ? 'SAME' : 'CANNOT_TELL'
}
