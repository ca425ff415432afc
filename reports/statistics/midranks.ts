/** The ranks of values, doubled so that the mean ranks of ties are whole numbers too. */
export interface Midranks {
  /** Twice the rank of each value, in the order given: 2 for the smallest, 3 for each of two that share the first place. */
  readonly doubled: readonly number[]
  /** The sum of `t^3 - t` over groups of `t` equal values: what ties take from the variance of a rank sum. 0 without ties. */
  readonly ties: number
}

/**
 * Ranks from the smallest up; equal values share the mean of the ranks they fill. Values are equal when their bits are: round
 * what was computed (0.3 - 0.1 is not 0.2) before ranking it.
 *
 * @throws RangeError when a value is not finite
 */
export function midranks(values: readonly number[]): Midranks {
  const strange = values.find(value => !Number.isFinite(value))
  if (strange !== undefined) throw new RangeError(`Ranks need finite values, got ${strange}: leave it out.`)
  const order = values.map((value, index) => ({ value, index })).sort((one, other) => one.value - other.value)
  const doubled = Array.from(values)
  let ties = 0
  let below = 0
  for (const alike of Map.groupBy(order, ({ value }) => value).values()) {
    for (const { index } of alike) doubled[index] = 2 * below + alike.length + 1
    ties += alike.length ** 3 - alike.length
    below += alike.length
  }
  return { doubled, ties }
}
