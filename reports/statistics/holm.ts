/**
 * Holm's adjustment of p-values for how many there are: what is at most `alpha` afterwards is wrong in no more than that share of all families, however
 * the tests depend on each other (S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979).
 *
 * @param pValues 0 to 1
 * @returns the adjusted ones, in the order given, at most 1
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((pValue, index) => ({ pValue, index })).sort((a, b) => a.pValue - b.pValue)
  const adjusted = Array.from(pValues)
  let least = 0
  for (const [place, { pValue, index }] of order.entries()) {
    least = Math.max(least, Math.min(1, (order.length - place) * pValue))
    adjusted[index] = least
  }
  return adjusted
}
