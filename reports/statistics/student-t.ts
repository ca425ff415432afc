import { incompleteBeta } from './incomplete-beta.ts'

/** Where a quantile is looked for: with 1 degree of freedom, that of a confidence of 0.9999 is 6366. */
const MOST = 1e9
/** Halvings of that: the quantile is exact to 13 digits. */
const HALVINGS = 100

/**
 * Student's t: how many standard errors on either side of an estimate hold the truth with this confidence. Found by halving, from the distribution
 * `P(|T| <= t) = 1 - I_x(df/2, 1/2)` with `x = df / (df + t^2)` (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1).
 *
 * @param degrees of freedom, above 0
 * @param confidence of both sides together, above 0, below 1
 * @throws RangeError when one is out of range
 */
export function studentT(degrees: number, confidence: number): number {
  if (!(degrees > 0)) throw new RangeError(`Degrees of freedom are above 0, got ${degrees}.`)
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`A confidence is above 0 and below 1, got ${confidence}.`)
  }
  const outside = (t: number): number => 2 * studentTail(degrees, t)
  let [low, high] = [0, MOST]
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2
    if (outside(middle) > 1 - confidence) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * @param degrees of freedom, above 0
 * @returns how likely Student's t is above `t`, 0 to 1 (Abramowitz and Stegun, 26.7.1)
 */
export function studentTail(degrees: number, t: number): number {
  const beyond = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
  return t < 0 ? 1 - beyond : beyond
}
