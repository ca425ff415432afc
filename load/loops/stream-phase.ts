/**
 * The golden section: its multiples keep apart whatever their number, so that streams of the same rate, or of its double or half, don't meet (the
 * additive recurrence of Weyl).
 */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * @param index of a stream among those of its open loop, from 0
 * @returns its phase, 0 to below 1, by which it comes between the others (see `arrivals`); 0 for the first
 */
export const streamPhase = (index: number): number => (index * GOLDEN) % 1
