import type { Random } from '../../../../load/seeded-random.ts'
import type { Pair } from '../judge-pairs.ts'

/** Normal, by Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/**
 * Figures of two builds, ten in ten pairs by default, as on a shared machine: each pair on a level of its own for all figures (half of them on a busy
 * machine, 60 % slower), each figure with its own noise, and now and then a block that is half as slow again.
 *
 * @param spread of a block around its pair's level
 * @param odds how often a block of the figure that is slower is half as slow again
 */
export function simulated(
  random: Random,
  spread: number,
  slower = 1,
  { figures = 10, pairs = 10, odds = 0.001 } = {},
): Pair[][] {
  const levels = Array.from(
    { length: pairs },
    () => (random() < 0.5 ? 1.6 : 1) * Math.exp(0.15 * normal(random)),
  )
  const block = (level: number, odd: number): number =>
    20 * level * Math.exp(spread * normal(random)) * (random() < odd ? 1.5 : 1)
  return Array.from({ length: figures }, (_, figure) => {
    // Where there is a truth to be found, one in a thousand blocks is odd; where there is none, one in fifty.
    const odd = figure === 0 && slower !== 1 ? odds : 0.02
    return levels.map(level => ({
      a: block(level, odd),
      b: block(level, odd) * (figure === 0 ? slower : 1),
    }))
  })
}
