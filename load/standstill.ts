/**
 * How long this thread may stand still, ms, and send all the same what fell due meanwhile. A run's own machine may for as long as it does: it is late then,
 * and says so. A worker's run has given it up, and what it sent then would be load that nobody asked for.
 */
export const standstill = { mostMs: Number.POSITIVE_INFINITY }

/** A thread stood still for longer than it may. */
export class StandstillError extends Error {
  override readonly name = 'StandstillError'
  readonly code = 'ERR_STANDSTILL'

  /** @param ms how long it stood still */
  constructor(ms: number) {
    super(`stood still for ${Math.round(ms / 1000)} s, and sent nothing of what fell due meanwhile`)
  }
}

/** @returns how long a timer of this thread may be, ms: what comes seldom would not tell of a standstill in between */
export const longestSleepMs = (): number => standstill.mostMs / 24

/** @param ms how late a timer is @throws StandstillError when that is longer than this thread may stand still */
export function requireAwake(ms: number): void {
  if (ms > standstill.mostMs) throw new StandstillError(ms)
}
