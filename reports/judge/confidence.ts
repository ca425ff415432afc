import { incompleteBeta } from '../statistics/incomplete-beta.ts'

/** Shown for what data can never make certain. */
const HIGHEST = 0.999

/** A part of the data (a second, a run): how many values, and how many of them are good. */
export interface Block {
  n: number
  good: number
}

/** Fewer blocks than this say too little about the spread between them. */
const LEAST_BLOCKS = 5

/**
 * How many values one independent value stands for: the variance of the good share between blocks over what it would be if all
 * values were independent (the design effect of cluster sampling, ratio estimator; 1 for blocks of one value each). At least 1; 1 with fewer than 5 blocks, or when
 * all values are alike.
 */
export function designEffect(blocks: readonly Block[]): number {
  const filled = blocks.filter(block => block.n > 0)
  const n = filled.reduce((sum, block) => sum + block.n, 0)
  const share = filled.reduce((sum, block) => sum + block.good, 0) / n
  if (filled.length < LEAST_BLOCKS || share === 0 || share === 1) return 1
  const squares = filled.reduce((sum, block) => sum + (block.good - share * block.n) ** 2, 0)
  const between = (filled.length / (filled.length - 1)) * (squares / n ** 2)
  return Math.max(1, between / ((share * (1 - share)) / (n - 1)))
}

/**
 * The probability that at least the share `wanted` of all values is good, given that `good` of `n` were: with Jeffreys' prior,
 * `1 - I_wanted(good + 1/2, n - good + 1/2)`.
 *
 * @param good effective number of good values, 0 to `n`; may be fractional
 * @param n effective number of values, above 0
 * @param wanted 0 to 1
 * @returns 0 to 0.999
 */
export function shareConfidence(good: number, n: number, wanted: number): number {
  return Math.min(HIGHEST, 1 - incompleteBeta(wanted, good + 0.5, n - good + 0.5))
}

/**
 * The confidence that a median meets its limit, from few independent runs: the exact sign test. With more good runs than bad ones it is
 * `P(Binomial(n, 1/2) < good)`: 5 of 5 is 0.969, 4 of 5 is 0.813. With fewer it is one less the same for the bad ones, so that a FAIL
 * takes as much as a PASS: 1 of 5 is 0.188. With as many it is 0.5.
 *
 * @param good how many runs are good, 0 to `n`
 * @param n how many there are, 1 or more
 * @returns 0.001 to 0.999
 */
export function medianConfidence(good: number, n: number): number {
  if (2 * good < n) return 1 - medianConfidence(n - good, n)
  if (2 * good === n) return 0.5
  return Math.min(HIGHEST, 1 - incompleteBeta(0.5, good, n - good + 1))
}

/**
 * The confidence that a statistic meets its limit, from its resamples: the share of them that do, the limit itself counted as one half
 * more on each side, so that no number of resamples is certain.
 *
 * @param meeting how many resamples meet the limit, 0 to `resamples`
 * @param resamples how many there are; with none nothing is known, and it is 0.5
 * @returns above 0, at most 0.999
 */
export function resampledConfidence(meeting: number, resamples: number): number {
  return Math.min(HIGHEST, (meeting + 0.5) / (resamples + 1))
}
