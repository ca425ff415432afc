import { seededRandom } from '../../load/seeded-random.ts'
import type { Random } from '../../load/seeded-random.ts'

/** Neighbours that are moved together: what one night shares with the next stays in what chance makes of a series. */
const BLOCK = 3
/** How many times a series is put in another order. */
const PERMUTATIONS = 199
/** A split counts when chance makes one as good in no more than this share of the orders, its own among them. */
const LEVEL = 0.01
/** A level is as long as this at least. */
export const LEAST_SEGMENT = 5

/**
 * Where the level of a series changes: E-divisive (Matteson and James, A nonparametric approach for multiple change point analysis of multivariate data,
 * JASA 2014) with distances to the power 1. A series is split where its two parts differ most, the split is held against what chance makes of the
 * series' own blocks, and each part is split again. Fewer than some 20 values leave no way to be sure.
 *
 * @param values finite numbers
 * @param seed the same seed and values give the same answer. Default 1.
 * @returns the indices at which a new level begins, ascending
 */
export function changePoints(values: readonly number[], seed = 1): number[] {
  const random = seededRandom(seed)
  const split = (from: number, to: number): number[] => {
    const part = Float64Array.from(values.slice(from, to))
    const best = bestSplit(part)
    if (!best || isChance(part, best.energy, random)) return []
    const at = from + best.at
    return [...split(from, at), at, ...split(at, to)]
  }
  return split(0, values.length)
}

/**
 * The second part need not reach to the end: a level that came and went differs from what was before it more than from both that and what came after.
 *
 * @returns the split whose parts differ most, and by how much; none of a series that is too short for one, or of one value
 */
function bestSplit(values: Float64Array): { at: number; energy: number } | undefined {
  const count = values.length
  const width = count + 1
  // Sums of the distances between the first `row` and the first `column` values: what any two parts have between them is four of these.
  const sums = new Float64Array(width * width)
  const at = (row: number, column: number): number => sums[row * width + column] ?? 0
  for (let row = 1; row <= count; row++) {
    const value = values[row - 1] ?? 0
    let ofRow = 0
    for (let column = 1; column <= count; column++) {
      ofRow += Math.abs(value - (values[column - 1] ?? 0))
      sums[row * width + column] = at(row - 1, column) + ofRow
    }
  }
  let best: { at: number; energy: number } | undefined
  for (let split = LEAST_SEGMENT; split <= count - LEAST_SEGMENT; split++) {
    const first = at(split, split)
    for (let end = split + LEAST_SEGMENT; end <= count; end++) {
      const size = end - split
      const between = at(split, end) - first
      const second = at(end, end) - first - 2 * between
      const difference =
        (2 * between) / (split * size) - first / (split * (split - 1)) - second / (size * (size - 1))
      const energy = ((split * size) / end) * difference
      if (energy > (best?.energy ?? 0)) best = { at: split, energy }
    }
  }
  return best
}

/**
 * Whether blocks of the series in random order have a split as good too often. Where the first one begins is random too, the series taken as a circle:
 * else the few orders of a short series, or those of a level of two blocks, repeat the series itself more often than the test allows.
 */
function isChance(values: Float64Array, energy: number, random: Random): boolean {
  const count = values.length
  const starts = Array.from({ length: Math.ceil(count / BLOCK) }, (_, index) => index * BLOCK)
  const most = LEVEL * (PERMUTATIONS + 1) - 1
  const ordered = new Float64Array(count)
  let asGood = 0
  for (let turn = 0; turn < PERMUTATIONS; turn++) {
    shuffle(starts, random)
    const shift = Math.floor(random() * BLOCK)
    let filled = 0
    for (const start of starts) {
      for (let place = start; place < Math.min(count, start + BLOCK); place++) {
        ordered[filled++] = values[(place + shift) % count] ?? 0
      }
    }
    if ((bestSplit(ordered)?.energy ?? 0) >= energy) asGood += 1
    if (asGood > most) return true
  }
  return false
}

/** Fisher and Yates. */
function shuffle(items: number[], random: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const moved = items[last] ?? 0
    items[last] = items[other] ?? 0
    items[other] = moved
  }
}
