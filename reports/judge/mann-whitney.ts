import { midranks } from './midranks.ts'
import { normalTail } from './normal-tail.ts'

/** Up to so many values in both samples together the distribution is counted out, above it is taken as normal. */
export const EXACT_MANN_WHITNEY = 60

/** What a Mann-Whitney test finds. */
export interface MannWhitney {
  /** U of the first sample, 0 to n m: in how many pairs its value is the larger one, ties for one half. */
  statistic: number
  /** Two-sided, 0 to 1: twice the smaller tail, and never above 1. */
  pValue: number
}

/**
 * The Mann-Whitney U test (Wilcoxon's rank-sum test) of two independent samples, two-sided. Up to `EXACT_MANN_WHITNEY` values in
 * both together the p-value is exact, with ties too: all ways to deal the ranks to the two samples are counted. Above, it is the
 * normal approximation with correction for ties and continuity (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods,
 * 3rd ed., 4.1). When a sample is empty or all values are alike the p-value is 1.
 *
 * @throws RangeError when a value is not finite
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  const { doubled, ties } = midranks([...a, ...b])
  const sumOfA = doubled.slice(0, a.length).reduce((sum, rank) => sum + rank, 0)
  const statistic = (sumOfA - a.length * (a.length + 1)) / 2
  if (doubled.length > EXACT_MANN_WHITNEY) {
    return { statistic, pValue: normalPValue(statistic, a.length, b.length, ties) }
  }
  const firstIsSmaller = a.length <= b.length
  const sumOfAll = doubled.length * (doubled.length + 1)
  const ways = waysToDeal(doubled, Math.min(a.length, b.length))
  return { statistic, pValue: exactPValue(ways, firstIsSmaller ? sumOfA : sumOfAll - sumOfA) }
}

/** In how many ways `size` of the ranks add up to each sum. Numbers beyond 2^53 are rounded, to a relative 1e-14. */
function waysToDeal(doubledRanks: readonly number[], size: number): Float64Array {
  const sums = doubledRanks.reduce((sum, rank) => sum + rank, 1)
  // None taken add up to 0, in one way.
  const ways = Array.from({ length: size + 1 }, (_, taken) =>
    new Float64Array(sums).fill(taken === 0 ? 1 : 0, 0, 1),
  )
  for (const rank of doubledRanks) {
    for (let taken = size; taken >= 1; taken--) {
      const [fewer, more] = [ways[taken - 1], ways[taken]]
      if (!fewer || !more) continue
      for (let sum = rank; sum < sums; sum++) more[sum] = (more[sum] ?? 0) + (fewer[sum - rank] ?? 0)
    }
  }
  return ways[size] ?? new Float64Array()
}

function exactPValue(ways: Float64Array, seen: number): number {
  const count = (from: number, to: number): number =>
    ways.subarray(from, to).reduce((sum, one) => sum + one, 0)
  const [below, at, above] = [count(0, seen), count(seen, seen + 1), count(seen + 1, ways.length)]
  return Math.min(1, (2 * (Math.min(below, above) + at)) / (below + at + above))
}

function normalPValue(statistic: number, n: number, m: number, ties: number): number {
  const all = n + m
  const deviation = Math.sqrt(((n * m) / 12) * (all + 1 - ties / (all * (all - 1))))
  // Without any spread this is -0.5 / 0, and the p-value 1.
  const distance = Math.abs(statistic - (n * m) / 2) - 0.5
  return Math.min(1, 2 * normalTail(distance / deviation))
}
