import { checkShape } from './check-shape.ts'
import { plainShape } from './plain-shape.ts'
import type { PlainShape } from './plain-shape.ts'
import type { ArrivalShape } from './shape.ts'

/**
 * @returns the most arrivals a second that a shape intends, at any moment: of a burst all of it, of Poisson arrivals their mean, of a sum those of all
 * parts together, which may peak at different moments
 * @throws RangeError as `arrivals` does, for a shape that cannot be
 */
export function peakOf(shape: ArrivalShape): number {
  checkShape(shape)
  return peakOfPlain(plainShape(shape))
}

function peakOfPlain(shape: PlainShape): number {
  switch (shape.kind) {
    case 'ramp':
      return Math.max(shape.fromPerSecond, shape.toPerSecond)
    case 'burst':
      return shape.size * Math.max(1, Math.ceil(Math.min(1000, shape.durationMs) / shape.everyMs))
    case 'sinus':
      return shape.meanPerSecond + shape.amplitudePerSecond
    case 'poisson':
      return shape.perSecond
    case 'sequence':
      return Math.max(0, ...shape.parts.map(peakOfPlain))
    case 'sum':
      return shape.parts.reduce((perSecond, part) => perSecond + peakOfPlain(part), 0)
    case 'share':
      return peakOfPlain(shape.of) / shape.count
  }
}
