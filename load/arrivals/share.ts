import { snapped } from './course.ts'
import type { Course } from './course.ts'

/** Every `count`th arrival of a course, from number `index` on, each at its own time. */
export function share(of: Course, index: number, count: number): Course {
  return {
    durationMs: of.durationMs,
    total: Math.max(0, Math.ceil((Math.ceil(snapped(of.total)) - index) / count)),
    reaches: promised => of.reaches(promised * count + index),
  }
}
