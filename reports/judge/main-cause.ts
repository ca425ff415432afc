/** @returns the most frequent cause, and whether there are others; empty where there is none */
export function mainCause(causes: Readonly<Record<string, number>>): string[] {
  const [first, ...others] = Object.entries(causes)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
  if (!first) return []
  return [others.length === 0 ? first[0] : `most: ${first[0]}`]
}
