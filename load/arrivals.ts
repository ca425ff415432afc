import { arrivalsOf } from './arrivals/arrivals-of.ts'
import type { Arrivals } from './arrivals/arrivals-of.ts'
import { burst } from './arrivals/burst.ts'
import { checkShape } from './arrivals/check-shape.ts'
import type { Course } from './arrivals/course.ts'
import { lengthMs, plainShape, squeezed } from './arrivals/plain-shape.ts'
import type { PlainShape } from './arrivals/plain-shape.ts'
import { poisson } from './arrivals/poisson.ts'
import { ramp } from './arrivals/ramp.ts'
import { sequence } from './arrivals/sequence.ts'
import type { ArrivalShape } from './arrivals/shape.ts'
import { share } from './arrivals/share.ts'
import { sinus } from './arrivals/sinus.ts'
import { sum } from './arrivals/sum.ts'

export type { Arrivals } from './arrivals/arrivals-of.ts'
export { rateAt } from './arrivals/rate-at.ts'
export type { ArrivalShape } from './arrivals/shape.ts'

/**
 * Arrival `k` comes where the integral of the rate exceeds `k`, so that any span of a course without chance has as many arrivals as the
 * integral over it, within one (of a `sum`, within one for each part).
 *
 * @returns the intended start times of a shape
 * @throws RangeError that names all that is wrong with the shape, or says that it has more than 1e9 arrivals
 */
export function arrivals(shape: ArrivalShape): Arrivals {
  checkShape(shape)
  return arrivalsOf(courseOf(plainShape(shape)))
}

/**
 * @returns the start times of a shape whose course is gone through in another length of time, with the same rates: its beginning, its
 * peaks and its end, but fewer arrivals of each
 * @throws RangeError as `arrivals` does, and when `durationMs` is not above 0
 */
export function arrivalsWithin(durationMs: number, shape: ArrivalShape): Arrivals {
  checkShape(shape)
  if (!(durationMs > 0 && Number.isFinite(durationMs))) {
    throw new RangeError(`Arrivals are within a finite time above 0, got durationMs = ${durationMs}.`)
  }
  const plain = plainShape(shape)
  return arrivalsOf(courseOf(squeezed(plain, durationMs / lengthMs(plain))))
}

function courseOf(shape: PlainShape): Course {
  switch (shape.kind) {
    case 'ramp':
      return ramp(shape.fromPerSecond, shape.toPerSecond, shape.durationMs)
    case 'burst':
      return burst(shape.size, shape.everyMs, shape.durationMs)
    case 'sinus':
      return sinus(shape)
    case 'poisson':
      return poisson(shape.perSecond, shape.durationMs, shape.seed)
    case 'sequence':
      return sequence(shape.parts.map(courseOf))
    case 'sum':
      return sum(shape.parts.map(part => arrivalsOf(courseOf(part))))
    case 'share':
      return share(courseOf(shape.of), shape.index, shape.count)
  }
}
