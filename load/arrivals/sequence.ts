import { snapped } from './course.ts'
import type { Course } from './course.ts'

/**
 * Courses one after another, their promises added up: when a part ends four tenths of the way to its next arrival, the following part
 * has six tenths to go.
 */
export function sequence(parts: readonly Course[]): Course {
  const startMs = new Float64Array(parts.length)
  const before = new Float64Array(parts.length)
  let durationMs = 0
  let total = 0
  for (const [index, part] of parts.entries()) {
    startMs[index] = durationMs
    before[index] = snapped(total)
    durationMs += part.durationMs
    total += part.total
  }
  return {
    durationMs,
    total,
    reaches(promised) {
      const index = lastUpTo(before, promised)
      const part = parts[index]
      if (!part) return durationMs
      return (startMs[index] ?? 0) + part.reaches(promised - (before[index] ?? 0))
    },
  }
}

/** Where the last of these ascending values is that is not above `most`; the first is not. */
function lastUpTo(ascending: Float64Array, most: number): number {
  let low = 0
  let high = ascending.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) <= most) low = middle
    else high = middle
  }
  return low
}
