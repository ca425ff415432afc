/**
 * The percentile by nearest rank: the smallest value that at least this share of the values do not exceed.
 *
 * @param sorted ascending
 * @param percentile 0 to 100; 0 gives the smallest value
 * @returns undefined when there is no value
 */
export function nearestRank(sorted: readonly number[], percentile: number): number | undefined {
  // The nudge keeps 0.07 * 100 = 7.000000000000001 from becoming the eighth rank.
  const rank = Math.ceil((percentile / 100) * sorted.length - 1e-9)
  return sorted[Math.max(0, rank - 1)]
}
