/** The continued fraction needs some `sqrt(max(a, b))` steps: this is enough for parameters of 1e8. */
const MOST_STEPS = 100_000

/** What a vanished denominator is replaced by. */
const TINY = 1e-300

/**
 * The regularised incomplete beta function `I_x(a, b)`: the probability that a Beta(a, b) value is at most `x`. The continued
 * fraction of DLMF 8.17.22 (https://dlmf.nist.gov/8.17.E22), evaluated with Lentz's method as changed by Thompson and Barnett
 * (1986), in front of it the beta density from Stirling's series with its large terms cancelled beforehand, so that no digit is
 * lost where `a` and `b` are in the millions. Absolute error below 1e-10 for `a` and `b` up to 1e7.
 *
 * @param x 0 to 1; what is outside counts as the nearer end
 * @param a above 0
 * @param b above 0
 * @returns 0 to 1
 * @throws RangeError when a parameter is not a finite number above 0, `x` is not a number, or the fraction does not settle
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && a + b < Infinity) || Number.isNaN(x)) {
    throw new RangeError(
      `The incomplete beta function needs a number and two parameters above 0, got ${x}, ${a}, ${b}.`,
    )
  }
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction settles fast only below the mean: above, the other tail is taken.
  return x < (a + 1) / (a + b + 2) ? lowerTail(x, 1 - x, a, b) : 1 - lowerTail(1 - x, x, b, a)
}

/** `I_x(a, b)` with `y = 1 - x` given apart. */
function lowerTail(x: number, y: number, a: number, b: number): number {
  return (powers(x, y, a, b) * fraction(x, a, b)) / a
}

/** `x^a y^b / B(a, b)`. */
function powers(x: number, y: number, a: number, b: number): number {
  // How far a is from its expectation. The logarithms of x and y themselves would cancel, and leave fewer digits.
  const off = x * b - y * a
  const exponent = a * Math.log1p(off / a) + b * Math.log1p(-off / b)
  const rest = stirlingError(a + b) - stirlingError(a) - stirlingError(b)
  return Math.exp(exponent + rest) * Math.sqrt((a * (b / (a + b))) / (2 * Math.PI))
}

/** `ln Gamma(z)` less `(z - 1/2) ln z - z + ln(2 pi) / 2` (https://dlmf.nist.gov/5.11.E1); below 10 by `Gamma(z + 1) = z Gamma(z)`. */
function stirlingError(z: number): number {
  if (z < 10) return stirlingError(z + 1) + (z + 0.5) * Math.log1p(1 / z) - 1
  const square = z * z
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / z
}

/** `1 / (1 + d1 / (1 + d2 / (1 + ...)))` with the coefficients of DLMF 8.17.23. */
function fraction(x: number, a: number, b: number): number {
  let numerator = 1
  let denominator = 1 / (1 - ((a + b) * x) / (a + 1) || TINY)
  let value = denominator
  const step = (coefficient: number): number => {
    denominator = 1 / (1 + coefficient * denominator || TINY)
    numerator = 1 + coefficient / numerator || TINY
    value *= numerator * denominator
    return numerator * denominator
  }
  for (let m = 1; m <= MOST_STEPS; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)))
    const change = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)))
    if (Math.abs(change - 1) < 1e-14) return value
  }
  throw new RangeError(
    `The incomplete beta function did not settle at ${x}, ${a}, ${b}: parameters above 1e8 are too large.`,
  )
}
