import type { Measurement } from '../../../load/measure/measurement.ts'
import { formatRatio } from '../../format.ts'
import type { Seen } from '../seen.ts'

/** From so much of a core on one process of one thread has no time left. */
const FULL_CORE = 0.85

/** One thread takes no more than this of a core, as read. */
const ONE_THREAD = 1.15

/** Below so much of a core a target waits for something, rather than computes. */
const IDLE_CORE = 0.5

/** @returns the median of the target's CPU within a time, as a share of one core; `undefined` where it was not read twice */
export function cpuWithin(seen: Seen, window: Measurement['window'] | undefined): number | undefined {
  const values = seen.points('target.cpu', window).map(([, value]) => value)
  if (!window || values.length < 2) return undefined
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/**
 * Whether a target whose CPU stands so high has no time left: one thread fills about a core; a process that takes more has several threads, and is full
 * only where it takes all cores of the machine.
 *
 * @param cpu of a core; `undefined` where it was not read
 */
export function isFull(seen: Seen, cpu: number | undefined): boolean {
  if (cpu === undefined) return false
  return cpu >= FULL_CORE && (cpu <= ONE_THREAD || cpu >= FULL_CORE * seen.report.machine.cores)
}

/** From so much of a time on in which the test machine was late, it may be why the target was. */
const OFTEN = 0.2

/** @returns whether the test machine had no time left for much of a time, by what is doubted of anything measured in it */
export function isMachineBusy(seen: Seen, window: Measurement['window'] | undefined): boolean {
  if (!window) return false
  const isWithin = (startMs: number, endMs: number): boolean =>
    startMs < window.endMs && endMs > window.startMs
  return seen.report.measurements.some(
    ({ doubts, window: own }) =>
      isWithin(own.startMs, own.endMs) &&
      doubts.some(doubt => {
        if (doubt.kind !== 'generator-late')
          return doubt.kind === 'generator-saturated' || doubt.kind === 'cpu-starved'
        const { seconds, spanMs = 1000 } = doubt
        const late = seconds.filter(([startMs]) => isWithin(startMs, startMs + spanMs))
        return late.length * spanMs >= OFTEN * (window.endMs - window.startMs)
      }),
  )
}

/** @returns what the target's CPU says of why it is slow, in a sentence; empty where it was not read */
export function cpuText(seen: Seen, window: Measurement['window'] | undefined): string {
  const cpu = cpuWithin(seen, window)
  if (cpu === undefined) return ''
  const share = `The target's CPU stood at ${formatRatio(cpu)} of a core meanwhile (target.cpu, median)`
  if (isFull(seen, cpu)) return `${share}: it has no time left.`
  if (cpu >= IDLE_CORE) return `${share}.`
  return isMachineBusy(seen, window)
    ? `${share}, and the test machine had no time left: this does not tell whether the target waits or was kept from computing.`
    : `${share}: it waits, it does not compute, as far as its own process goes.`
}
