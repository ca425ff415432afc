/**
 * `Math.min(...values)` puts each value on the stack, and throws from about 10^5 of them on: of what grows with time or with the number of agents ask here.
 *
 * @returns the least value; Infinity where there is none
 */
export function leastOf(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY
  for (const value of values) least = Math.min(least, value)
  return least
}

/** @returns the largest value; -Infinity where there is none: see `leastOf` */
export function largestOf(values: Iterable<number>): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const value of values) largest = Math.max(largest, value)
  return largest
}
