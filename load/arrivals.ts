/** Intended start times of a workload, as offsets from its start: what the open model promises to do, whatever the target does. */
export interface Arrivals {
  /** Length of the phase. */
  readonly durationMs: number
  /** How many arrivals there are. */
  readonly count: number
  /** Offset in milliseconds of arrival `index` (0-based, below `count`). Non-decreasing. */
  at(index: number): number
}

/** A course of the arrival rate, as data: rates in arrivals a second, lengths in milliseconds. */
export type ArrivalShape =
  | { kind: 'constant'; perSecond: number; durationMs: number }
  | { kind: 'ramp'; fromPerSecond: number; toPerSecond: number; durationMs: number }

/**
 * @returns the intended start times of a shape
 * @throws RangeError when a number is not finite, a length is not above 0, or a rate is below 0 (all of them 0 included)
 */
export function arrivals(shape: ArrivalShape): Arrivals {
  switch (shape.kind) {
    case 'constant':
      return constant(shape.perSecond, shape.durationMs)
    case 'ramp':
      return ramp(shape.fromPerSecond, shape.toPerSecond, shape.durationMs)
  }
}

function requirePositive(values: Record<string, number>): void {
  const faults = Object.entries(values).filter(([, value]) => !(Number.isFinite(value) && value > 0))
  if (faults.length > 0) {
    const list = faults.map(([name, value]) => `${name} = ${value}`).join(', ')
    throw new RangeError(`Arrivals need finite numbers above 0, got ${list}.`)
  }
}

/** Evenly paced, the first at offset 0. */
function constant(perSecond: number, durationMs: number): Arrivals {
  requirePositive({ perSecond, durationMs })
  const gapMs = 1000 / perSecond
  const count = Math.ceil(durationMs / gapMs - 1e-9)
  return { durationMs, count, at: index => index * gapMs }
}

/**
 * A rate that grows (or falls) in a straight line: arrival `k` is where the integral of the rate reaches `k`:
 * `r0 t + (r1 - r0) t^2 / 2T = k`, solved for `t` in the form that stays exact when the two rates are equal.
 */
function ramp(fromPerSecond: number, toPerSecond: number, durationMs: number): Arrivals {
  requirePositive({ durationMs, 'fromPerSecond + toPerSecond': fromPerSecond + toPerSecond })
  if (fromPerSecond < 0 || toPerSecond < 0) {
    throw new RangeError(`Arrival rates are at least 0, got ${fromPerSecond} to ${toPerSecond}.`)
  }
  const seconds = durationMs / 1000
  const slope = (toPerSecond - fromPerSecond) / seconds
  const count = Math.ceil(((fromPerSecond + toPerSecond) / 2) * seconds - 1e-9)
  const at = (index: number): number =>
    index === 0
      ? 0
      : (1000 * 2 * index) / (fromPerSecond + Math.sqrt(Math.max(0, fromPerSecond ** 2 + 2 * slope * index)))
  return { durationMs, count, at }
}
