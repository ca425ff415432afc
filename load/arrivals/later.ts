import type { Course } from './course.ts'

/** @returns a course whose every arrival comes where the given one is `phase` (0 to below 1) of an arrival further; it has the same whole arrivals */
export function later(phase: number, course: Course): Course {
  // Of less than one arrival that one is kept.
  const by = phase * Math.min(1, course.total)
  return { ...course, total: course.total - by, reaches: promised => course.reaches(promised + by) }
}
