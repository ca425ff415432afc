import { checkShape } from './check-shape.ts'
import { lengthMs, plainShape } from './plain-shape.ts'
import type { PlainShape } from './plain-shape.ts'
import type { ArrivalShape } from './shape.ts'

/**
 * @param offsetMs from the start of the shape
 * @returns the arrivals a second intended at that moment, 0 outside of the shape; of bursts and Poisson arrivals, their mean
 * @throws RangeError as `arrivals` does, for a shape that cannot be
 */
export function rateAt(shape: ArrivalShape, offsetMs: number): number {
  checkShape(shape)
  return withinLength(plainShape(shape), offsetMs)
}

function withinLength(shape: PlainShape, offsetMs: number): number {
  return offsetMs >= 0 && offsetMs < lengthMs(shape) ? plainRate(shape, offsetMs) : 0
}

function plainRate(shape: PlainShape, offsetMs: number): number {
  switch (shape.kind) {
    case 'ramp': {
      const { fromPerSecond, toPerSecond, durationMs } = shape
      return fromPerSecond + ((toPerSecond - fromPerSecond) * offsetMs) / durationMs
    }
    case 'burst':
      return (shape.size * 1000) / shape.everyMs
    case 'sinus': {
      const turns = offsetMs / shape.periodMs + shape.phase
      return shape.meanPerSecond + shape.amplitudePerSecond * Math.sin(2 * Math.PI * turns)
    }
    case 'poisson':
      return shape.perSecond
    case 'sum':
      return shape.parts.reduce((perSecond, part) => perSecond + withinLength(part, offsetMs), 0)
    case 'share':
      return plainRate(shape.of, offsetMs) / shape.count
    case 'sequence': {
      let [perSecond, startMs] = [0, 0]
      for (const part of shape.parts) {
        if (offsetMs >= startMs) perSecond = plainRate(part, offsetMs - startMs)
        startMs += lengthMs(part)
      }
      return perSecond
    }
  }
}
