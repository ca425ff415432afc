import type { ArrivalShape } from './shape.ts'

/** The few shapes that all others are made of. A ramp may also hold a rate, be silent, or last no time. A sequence has no sequences as its parts. */
export type PlainShape =
  | Extract<ArrivalShape, { kind: 'ramp' | 'burst' | 'sinus' | 'poisson' }>
  | { kind: 'sequence'; parts: readonly PlainShape[] }
  | { kind: 'sum'; parts: readonly PlainShape[] }
  | { kind: 'share'; of: PlainShape; index: number; count: number }

const hold = (perSecond: number, durationMs: number): PlainShape => ({
  kind: 'ramp',
  fromPerSecond: perSecond,
  toPerSecond: perSecond,
  durationMs,
})

/** @returns the same arrivals, told in plain shapes */
export function plainShape(shape: ArrivalShape): PlainShape {
  switch (shape.kind) {
    case 'constant':
      return hold(shape.perSecond, shape.durationMs)
    case 'step': {
      const { fromPerSecond, toPerSecond, steps, holdMs } = shape
      const rate = (step: number): number => fromPerSecond + ((toPerSecond - fromPerSecond) * step) / steps
      return {
        kind: 'sequence',
        parts: Array.from({ length: steps + 1 }, (_, step) => hold(rate(step), holdMs)),
      }
    }
    case 'spike': {
      const { basePerSecond, peakPerSecond, atMs, peakMs, durationMs } = shape
      const parts = [
        hold(basePerSecond, atMs),
        hold(peakPerSecond, peakMs),
        hold(basePerSecond, durationMs - (atMs + peakMs)),
      ]
      return { kind: 'sequence', parts }
    }
    case 'sustained': {
      const { perSecond, rampMs, holdMs } = shape
      const parts: PlainShape[] = [
        { kind: 'ramp', fromPerSecond: 0, toPerSecond: perSecond, durationMs: rampMs },
        hold(perSecond, holdMs),
        { kind: 'ramp', fromPerSecond: perSecond, toPerSecond: 0, durationMs: rampMs },
      ]
      return { kind: 'sequence', parts }
    }
    case 'sequence': {
      const parts = shape.parts.map(plainShape)
      return { kind: 'sequence', parts: parts.flatMap(one => (one.kind === 'sequence' ? one.parts : [one])) }
    }
    case 'sum':
      return { kind: 'sum', parts: shape.parts.map(plainShape) }
    case 'share':
      return { ...shape, of: plainShape(shape.of) }
    default:
      return shape
  }
}

/** @returns the length of a shape in milliseconds: of a sequence the sum of its parts, of a sum the longest */
export function lengthMs(shape: PlainShape): number {
  switch (shape.kind) {
    case 'sequence':
      return shape.parts.reduce((sumMs, part) => sumMs + lengthMs(part), 0)
    case 'sum':
      return shape.parts.reduce((mostMs, part) => Math.max(mostMs, lengthMs(part)), 0)
    case 'share':
      return lengthMs(shape.of)
    default:
      return shape.durationMs
  }
}

/** @returns the same rates gone through in `factor` times the time; bursts keep their distance, and there are fewer of them */
export function squeezed(shape: PlainShape, factor: number): PlainShape {
  switch (shape.kind) {
    case 'sequence':
    case 'sum':
      return { kind: shape.kind, parts: shape.parts.map(part => squeezed(part, factor)) }
    case 'share':
      return { ...shape, of: squeezed(shape.of, factor) }
    case 'sinus':
      return { ...shape, periodMs: shape.periodMs * factor, durationMs: shape.durationMs * factor }
    default:
      return { ...shape, durationMs: shape.durationMs * factor }
  }
}
