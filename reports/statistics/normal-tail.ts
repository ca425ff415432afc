/** From here on the continued fraction needs fewer than its 200 terms for all digits, and the series begins to cancel. */
const FAR = 2.5

/**
 * The probability that a standard normal value is above `z`, to about 12 digits of the result: near the middle the series
 * `1/2 - phi(z) (z + z^3/3 + z^5/15 + ...)` (Marsaglia, Evaluating the normal distribution, 2004), further out Laplace's continued
 * fraction `phi(z) / (z + 1/(z + 2/(z + 3/...)))` (Abramowitz and Stegun 26.2.14).
 *
 * @returns 0 to 1
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)
  if (z >= FAR) {
    let fraction = z
    for (let term = 200; term >= 1; term--) fraction = z + term / fraction
    return density / fraction
  }
  let sum = z
  let part = z
  for (let odd = 3; part > sum * Number.EPSILON; odd += 2) {
    part *= z ** 2 / odd
    sum += part
  }
  return 0.5 - density * sum
}
