import type { Course } from './course.ts'
import { snapped } from './course.ts'

/** `size` arrivals at the same moment, at once and then every `everyMs`; a burst at the very end belongs to what comes after. */
export function burst(size: number, everyMs: number, durationMs: number): Course {
  return {
    durationMs,
    total: size * Math.ceil(snapped(durationMs / everyMs)),
    reaches: promised => Math.floor(promised / size) * everyMs,
  }
}
