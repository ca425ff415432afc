import type { Course } from './course.ts'

/**
 * A rate in a straight line: arrival `k` is where the integral of the rate reaches `k`: `r0 t + (r1 - r0) t^2 / 2T = k`, solved for `t` in
 * the form that stays exact when the two rates are equal.
 */
export function ramp(fromPerSecond: number, toPerSecond: number, durationMs: number): Course {
  const perSecond2 = (toPerSecond - fromPerSecond) / (durationMs / 1000)
  return {
    durationMs,
    total: ((fromPerSecond + toPerSecond) / 2) * (durationMs / 1000),
    reaches(promised) {
      if (promised === 0) return 0
      const rate = Math.sqrt(Math.max(0, fromPerSecond ** 2 + 2 * perSecond2 * promised))
      return (2000 * promised) / (fromPerSecond + rate)
    },
  }
}
