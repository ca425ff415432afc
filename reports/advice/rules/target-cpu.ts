import type { Measurement } from '../../../load/measure/measurement.ts'
import { formatRatio } from '../../format.ts'
import type { Seen } from '../seen.ts'

/** From so much of a core on one process of one thread has no time left. */
export const FULL_CORE = 0.85

/** Below so much of a core a target waits for something, rather than computes. */
const IDLE_CORE = 0.5

/** @returns the median of the target's CPU within a time, as a share of one core; `undefined` where it was not read twice */
export function cpuWithin(seen: Seen, window: Measurement['window'] | undefined): number | undefined {
  const values = seen.points('target.cpu', window).map(([, value]) => value)
  if (!window || values.length < 2) return undefined
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/** @returns what the target's CPU says of why it is slow, in a sentence; empty where it was not read */
export function cpuText(seen: Seen, window: Measurement['window'] | undefined): string {
  const cpu = cpuWithin(seen, window)
  if (cpu === undefined) return ''
  const share = `The target's CPU stood at ${formatRatio(cpu)} of a core meanwhile (target.cpu, median)`
  if (cpu >= FULL_CORE) return `${share}: it has no time left.`
  return cpu < IDLE_CORE ? `${share}: it waits, it does not compute.` : `${share}.`
}
