import { Cron } from 'croner'

/** A moment at which a schedule is due, epoch ms. */
export interface Due {
  atMs: number
  /** Whether a call for it is no fault, and neither is its absence: the schedule was being made or ended. Default false. */
  isOptional?: boolean
}

/** A call that came. */
export interface Call {
  /** When it came, epoch ms. */
  atMs: number
  /** For which moment, as the call says, epoch ms. */
  scheduledForMs?: number
}

/** @returns the moments of a cron pattern in UTC, after `fromMs` and up to `toMs`, by the machine's clock @throws Error when it is no pattern */
export function cronMoments(pattern: string, fromMs: number, toMs: number): number[] {
  const moments: number[] = []
  for (const date of readPattern(pattern).enumerate(new Date(fromMs))) {
    if (date.getTime() > toMs) break
    moments.push(date.getTime())
  }
  return moments
}

const readPattern = (pattern: string): Cron =>
  new Cron(pattern, { paused: true, timezone: 'UTC', mode: '5-or-6-parts' })

/** @returns what is wrong with a cron pattern; `undefined` when nothing is */
export function faultOfPattern(pattern: string): string | undefined {
  try {
    return readPattern(pattern).nextRun() ? undefined : 'it is never due'
  } catch (error) {
    return (error as Error).message
  }
}

/** Calls that an interval's phase is told from, at most. */
const MOST_CALLS = 200

/**
 * @param calls of one schedule, in order; at least one
 * @returns the moments of an interval that lie after `fromMs` and up to `toMs`. When it began nobody tells: the moments are those, `everyMs` apart, that the
 * calls follow most closely; by what the calls say of themselves, where they do.
 */
export function intervalMoments(
  calls: readonly Call[],
  everyMs: number,
  fromMs: number,
  toMs: number,
): number[] {
  const times = calls.slice(0, MOST_CALLS).map(({ atMs, scheduledForMs }) => scheduledForMs ?? atMs)
  const afterMs = (phase: number): number =>
    times.reduce((sum, time) => sum + ((((time - phase) % everyMs) + everyMs) % everyMs), 0)
  const phase = times.toSorted((a, b) => afterMs(a) - afterMs(b))[0] ?? fromMs
  const first = phase + Math.ceil((fromMs - phase) / everyMs) * everyMs
  const moments: number[] = []
  for (let atMs = first > fromMs ? first : first + everyMs; atMs <= toMs; atMs += everyMs) moments.push(atMs)
  return moments
}
