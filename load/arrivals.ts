import { arrivalsOf } from './arrivals/arrivals-of.ts'
import type { Arrivals } from './arrivals/arrivals-of.ts'
import { burst } from './arrivals/burst.ts'
import { checkShape } from './arrivals/check-shape.ts'
import type { Course } from './arrivals/course.ts'
import { later } from './arrivals/later.ts'
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
 * Arrival `k` comes where the integral of the rate exceeds `k + phase`, so that any span of a course without chance has as many arrivals as the
 * integral over it, within one (of a `sum`, within one for each part).
 *
 * @param phase 0 to below 1: by what share of the gap to the next arrival each comes later. Default 0: the first comes at once. Streams of one shape
 * with different phases don't come at the same moments; bursts do all the same, and Poisson arrivals of another phase are others.
 * @returns the intended start times of a shape
 * @throws RangeError that names all that is wrong with the shape, or says that it has more than 1e9 arrivals
 */
export function arrivals(shape: ArrivalShape, phase = 0): Arrivals {
  checkShape(shape)
  return arrivalsOf(courseOf(plainShape(shape), phase))
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

function courseOf(shape: PlainShape, phase = 0): Course {
  switch (shape.kind) {
    case 'ramp':
      return later(phase, ramp(shape.fromPerSecond, shape.toPerSecond, shape.durationMs))
    case 'burst':
      return burst(shape.size, shape.everyMs, shape.durationMs)
    case 'sinus':
      return later(phase, sinus(shape))
    case 'poisson':
      return poisson(shape.perSecond, shape.durationMs, (shape.seed + Math.floor(phase * 2 ** 32)) % 2 ** 32)
    case 'sequence':
      return later(phase, sequence(shape.parts.map(part => courseOf(part))))
    case 'sum':
      return sum(shape.parts.map(part => arrivalsOf(courseOf(part, phase))))
    case 'share':
      return share(courseOf(shape.of, phase), shape.index, shape.count)
  }
}
