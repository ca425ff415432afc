import type { Random } from '../../../load/seeded-random.ts'

/** A normal value with mean 0 and deviation 1 (Box and Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/**
 * A series around 0 in which each value keeps `memory` (0 up to 1) of the one before and adds a normal value of deviation 1, begun
 * as if it had always run. For tests that must know the truth.
 */
export function exampleSeries(random: Random, count: number, memory: number): number[] {
  let value = normal(random) / Math.sqrt(1 - memory ** 2)
  return Array.from({ length: count }, () => (value = memory * value + normal(random)))
}
