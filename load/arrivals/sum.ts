import type { Arrivals } from './arrivals-of.ts'
import type { Course } from './course.ts'

/** Arrivals of several sources in one order of time. */
export function sum(parts: readonly Arrivals[]): Course {
  /** How many of each part are among the first `takenInAll` of the whole. Kept, as most callers ask for one arrival after another. */
  const taken = new Float64Array(parts.length)
  let takenInAll = 0

  /** When a part's next arrival but `skip` comes; after its last, never. */
  const nextMs = (part: number, skip: number): number => {
    const arrivals = parts[part]
    const index = (taken[part] ?? 0) + skip
    return arrivals && index < arrivals.count ? arrivals.at(index) : Infinity
  }
  const soonest = (skip: number): number => {
    let first = 0
    let firstMs = Infinity
    for (let part = 0; part < parts.length; part++) {
      const atMs = nextMs(part, skip)
      if (atMs < firstMs) {
        first = part
        firstMs = atMs
      }
    }
    return first
  }
  return {
    durationMs: Math.max(...parts.map(part => part.durationMs)),
    total: parts.reduce((count, part) => count + part.count, 0),
    /**
     * Takes arrivals until `promised` are taken, many at a time: of `n` parts, look at the arrival `skip` further on in each. The part where
     * it comes soonest has its `skip + 1` next ones among the whole's `n skip + 1` next, which is no more than are still to be taken.
     */
    reaches(promised) {
      const index = Math.floor(promised)
      if (index < takenInAll) {
        taken.fill(0)
        takenInAll = 0
      }
      while (takenInAll < index) {
        const skip = Math.floor((index - takenInAll - 1) / parts.length)
        const part = soonest(skip)
        taken[part] = (taken[part] ?? 0) + skip + 1
        takenInAll += skip + 1
      }
      return nextMs(soonest(0), 0)
    },
  }
}
