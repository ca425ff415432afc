import type { Random } from './seeded-random.ts'

/**
 * A skewed choice, as of what people look at: the k-th of `count` is chosen in proportion to 1/k (Zipf's law, exponent 1).
 *
 * @param count 1 or more
 * @returns what chooses, from 0
 */
export function zipf(count: number, random: Random): () => number {
  const sums: number[] = []
  for (let rank = 1, sum = 0; rank <= count; rank++) sums.push((sum += 1 / rank))
  const whole = sums.at(-1) ?? 0
  return () => {
    const at = random() * whole
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}
