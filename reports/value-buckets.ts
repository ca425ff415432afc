/** Buckets a decade: each is 5.9 % wide, so that neighbours can be joined to whatever width a chart has room for. */
const PER_DECADE = 40

/** The lowest bucket, from 0.001 of the unit on, takes all that is below too. */
const LOWEST = -3 * PER_DECADE

/** How values are spread: `[step, count]`, ascending, without empty ones. A bucket begins at `bucketStart(step)` and ends where the next begins. */
export type ValueBuckets = [step: number, count: number][]

/** Where a bucket begins, in the unit of its values: 10^(step/40). */
export function bucketStart(step: number): number {
  return 10 ** (step / PER_DECADE)
}

/**
 * Sorts values into buckets of equal ratio.
 *
 * @param values each with how often it occurs, ascending
 * @param censored so many of the largest are left out: a time-out is recorded at the time-out, which no answered value exceeds
 */
export function bucketValues(
  values: readonly (readonly [value: number, count: number])[],
  censored = 0,
): ValueBuckets {
  const counts = new Map<number, number>()
  let leftOut = censored
  for (const [value, count] of values.toReversed()) {
    const kept = Math.max(0, count - leftOut)
    leftOut -= count - kept
    if (kept === 0) continue
    const step = Math.max(LOWEST, Math.floor(PER_DECADE * Math.log10(value) + 1e-9))
    counts.set(step, (counts.get(step) ?? 0) + kept)
  }
  return [...counts].toSorted(([a], [b]) => a - b)
}
