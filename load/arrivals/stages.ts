import { lengthMs, plainShape } from './plain-shape.ts'
import type { ArrivalShape } from './shape.ts'

/** A stretch of a shape that has a character of its own; times are offsets from the shape's start, in ms. */
export interface ArrivalStage {
  name: string
  startMs: number
  endMs: number
}

/**
 * @returns the stages of a shape in order: a ramp and its hold, each step, before, during and after a spike, the parts of a sequence; none
 * where all of it is alike
 */
export function stagesOf(shape: ArrivalShape): ArrivalStage[] {
  switch (shape.kind) {
    case 'step':
      return inOrder(
        Array.from({ length: shape.steps + 1 }, (_, step) => [`step ${step + 1}`, shape.holdMs] as const),
      )
    case 'spike':
      return inOrder([
        ['before', shape.atMs],
        ['spike', shape.peakMs],
        ['after', shape.durationMs - shape.atMs - shape.peakMs],
      ])
    case 'sustained':
      return inOrder([
        ['ramp', shape.rampMs],
        ['hold', shape.holdMs],
        ['fall', shape.rampMs],
      ])
    case 'sequence':
      return inOrder(
        shape.parts.map((part, index) => [`${index + 1} ${part.kind}`, lengthMs(plainShape(part))] as const),
      )
    case 'share':
      return stagesOf(shape.of)
    default:
      return []
  }
}

function inOrder(parts: readonly (readonly [name: string, forMs: number])[]): ArrivalStage[] {
  let atMs = 0
  const stages = parts.map(([name, forMs]) => ({ name, startMs: atMs, endMs: (atMs += forMs) }))
  return stages.filter(({ startMs, endMs }) => endMs > startMs)
}
