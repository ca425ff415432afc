import { midranks } from './midranks.ts'
import { normalTail } from './normal-tail.ts'

/** Up to so many differences the distribution is counted out, above it is taken as normal. */
const EXACT_SIGNED_RANK = 100

/** What a signed-rank test finds. */
export interface SignedRank {
  /** The smaller of the rank sums of the positive and of the negative differences, 0 to n (n + 1) / 4. */
  statistic: number
  /** Two-sided, 0 to 1: how likely a statistic as small is when each difference is as likely up as down. */
  pValue: number
  /** How many differences were not 0. */
  n: number
}

/**
 * Wilcoxon's signed-rank test of paired differences, two-sided. Zeros are dropped; ties get their mean rank. Up to
 * `EXACT_SIGNED_RANK` differences the p-value is exact, with ties too: all `2^n` ways to give the signs are counted. Above, it is
 * the normal approximation with correction for ties and continuity (Hollander, Wolfe and Chicken, Nonparametric Statistical
 * Methods, 3rd ed., 3.1). Without a difference the p-value is 1.
 *
 * Ranks may be bounded: the test is as exact whatever the scores are that the sizes of differences get (same, 2.5), and a difference that has nothing to
 * do with what is looked for, however large, then weighs no more than one of the middle.
 *
 * @param highest the highest rank, as a share of n, above 0 to 1, rounded up: what lies above it has it too. Default 1: Wilcoxon's own test.
 * @throws RangeError when a difference is not finite
 */
export function signedRank(differences: readonly number[], highest = 1): SignedRank {
  const moved = differences.filter(difference => difference !== 0)
  const n = moved.length
  const ranks = midranks(moved.map(Math.abs)).doubled
  const doubled = ranks.map(rank => Math.min(rank, 2 * Math.ceil(highest * n)))
  const up = sumOf(doubled.filter((_, index) => (moved[index] ?? 0) > 0))
  const smaller = Math.min(up, sumOf(doubled) - up)
  const tail = tailOf(doubled)(smaller)
  return { statistic: smaller / 2, pValue: Math.min(1, 2 * tail), n }
}

/** A value for the middle of the differences, in their unit, and the interval around it. */
export interface Shift {
  estimate: number
  low: number
  high: number
}

/**
 * The Hodges-Lehmann estimate of a shift: the median of the means of all pairs of differences, each with itself too, and the
 * interval of all shifts that the signed-rank test does not reject (Hollander, Wolfe and Chicken 3.2 and 3.3). The interval covers
 * with at least `confidence`; it is infinite when no interval of so few differences can: 6 are needed for 0.95, 5 for 0.9. Above
 * `EXACT_SIGNED_RANK` differences its ends are those of the normal approximation. The pairs are `n (n + 1) / 2`: meant for up to
 * some thousand differences.
 *
 * @param confidence above 0, below 1; default 0.95
 * @throws RangeError when there is no difference, one is not finite, or the confidence is out of range
 */
export function hodgesLehmann(differences: readonly number[], confidence = 0.95): Shift {
  const n = differences.length
  if (n === 0) throw new RangeError('A shift needs at least one difference, got none.')
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`A confidence is above 0 and below 1, got ${confidence}.`)
  }
  const { doubled } = midranks(differences.map((_, index) => index))
  const means = new Float64Array((n * (n + 1)) / 2)
  let filled = 0
  for (const [index, one] of differences.entries()) {
    if (!Number.isFinite(one)) throw new RangeError(`A shift needs finite differences, got ${one}.`)
    for (let other = index; other < n; other++) means[filled++] = one / 2 + (differences[other] ?? 0) / 2
  }
  means.sort()
  const at = (index: number): number => means[index] ?? Number.NaN
  const middle = (means.length - 1) / 2
  const cut = rejected(tailOf(doubled), (1 - confidence) / 2)
  return {
    estimate: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: cut === 0 ? -Infinity : at(cut - 1),
    high: cut === 0 ? Infinity : at(means.length - cut),
  }
}

/** The probability of a doubled rank sum or a smaller one. */
type Tail = (doubledSum: number) => number

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

const tailOf = (doubledRanks: readonly number[]): Tail =>
  doubledRanks.length <= EXACT_SIGNED_RANK ? exactTail(doubledRanks) : normalTailOf(doubledRanks)

/** How many whole rank sums from 0 up are so small that together they have no more than `chance`, which is below 1/2. */
function rejected(tail: Tail, chance: number): number {
  let count = 0
  // A sum of halves is exact only in its first 53 bits; 1e-12 keeps 1/32 from missing 1 - 0.96875.
  while (tail(2 * count) <= chance + 1e-12) count += 1
  return count
}

/** Each sign is a coin: adding a rank moves half of the probability of each sum up by that rank. */
function exactTail(doubledRanks: readonly number[]): Tail {
  const chances = new Float64Array(doubledRanks.reduce((sum, rank) => sum + rank, 1))
  chances[0] = 1
  let highest = 0
  for (const rank of doubledRanks) {
    highest += rank
    for (let sum = highest; sum >= 0; sum--) {
      chances[sum] = ((chances[sum] ?? 0) + (chances[sum - rank] ?? 0)) / 2
    }
  }
  const tails = new Float64Array(chances.length)
  let tail = 0
  for (const [sum, chance] of chances.entries()) tails[sum] = tail += chance
  return sum => tails[sum] ?? 1
}

/** Each rank is in the sum or not: half of it is expected, a quarter of its square is the variance; ties are in the ranks. */
function normalTailOf(doubledRanks: readonly number[]): Tail {
  const mean = sumOf(doubledRanks) / 4
  const deviation = Math.sqrt(sumOf(doubledRanks.map(rank => rank ** 2)) / 16)
  return sum => normalTail((mean - sum / 2 - 0.5) / deviation)
}
