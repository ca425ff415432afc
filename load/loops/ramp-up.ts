/** In so many steps clients begin, where there are that many. */
const MOST_STEPS = 10

/** Clients that begin at the same moment. */
export interface RampStep<Client> {
  /** From the beginning of the ramp, ms. */
  atMs: number
  clients: readonly Client[]
}

/**
 * Lets clients of a closed loop begin in up to ten steps of like size, evenly spread over a time; the first at its beginning, and the last a step before
 * its end.
 *
 * @param overMs 0 or more; with 0 all begin at once
 */
export function rampUp<Client>(clients: readonly Client[], overMs: number): RampStep<Client>[] {
  const steps = overMs > 0 ? Math.min(MOST_STEPS, clients.length) : 1
  const upTo = (step: number): number => Math.round((clients.length * step) / steps)
  return Array.from({ length: steps }, (_, step) => ({
    atMs: (overMs * step) / steps,
    clients: clients.slice(upTo(step), upTo(step + 1)),
  }))
}
