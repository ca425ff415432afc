import type { ArrivalShape } from './shape.ts'
import type { Course } from './course.ts'

const TURN = 2 * Math.PI

/**
 * A rate that swings about its mean. Time is counted from the lowest rate, as an angle: the rate there is `m - a cos(angle)`, and its
 * integral `((m - a) angle + a (angle - sin(angle))) P / 2 pi`. So the time is told best where it is hardest to tell: where the rate comes
 * down to 0 and the integral hardly grows.
 */
export function sinus(shape: Extract<ArrivalShape, { kind: 'sinus' }>): Course {
  const { meanPerSecond, amplitudePerSecond, periodMs, phase, durationMs } = shape
  const lowest = meanPerSecond - amplitudePerSecond
  const perRadian = periodMs / 1000 / TURN
  const grown = (angle: number): number => lowest * angle + amplitudePerSecond * (angle - Math.sin(angle))
  const perPeriod = (meanPerSecond * periodMs) / 1000

  /**
   * The angle in [0, pi] at which `grown` reaches `wanted`, by Newton's method. There `grown` is convex, so that from any angle too large
   * each step leads down and none beyond the answer: it ends when a step no longer leads down. `angle - sin(angle) >= angle^3 / pi^2`
   * gives the first.
   */
  const angleOf = (wanted: number): number => {
    if (wanted === 0) return 0
    let angle = Math.min(Math.PI, wanted / lowest, Math.cbrt((wanted * Math.PI ** 2) / amplitudePerSecond))
    for (;;) {
      const slope = lowest + 2 * amplitudePerSecond * Math.sin(angle / 2) ** 2
      const next = angle - (grown(angle) - wanted) / slope
      if (!(next < angle)) return angle
      angle = next
    }
  }

  const startTurns = phase - 0.75
  const before = grown(startTurns * TURN) * perRadian
  return {
    durationMs,
    total: grown((startTurns + durationMs / periodMs) * TURN) * perRadian - before,
    reaches(promised) {
      const sinceLowest = before + promised
      const periods = Math.round(sinceLowest / perPeriod)
      const rest = (sinceLowest - periods * perPeriod) / perRadian
      const angle = Math.sign(rest) * angleOf(Math.abs(rest))
      return Math.max(0, (periods - startTurns) * periodMs + angle * perRadian * 1000)
    },
  }
}
