/** Where a search begins, how it climbs, and how closely it looks. */
export interface SearchBounds {
  /** The least load that is tried, and the first: a whole number, 1 or more. */
  from: number
  /** The most load that is tried: a whole number, `from` or more. */
  most: number
  /** What the load is multiplied by as long as it holds: above 1. Default 2. */
  factor: number
  /** The search ends when the least load that did not hold is above the most that did by at most this share of it: above 0. Default 0.1. */
  resolution: number
}

/** What a search knows so far. */
export interface Known {
  /** The most load that held. */
  held?: number
  /** The least load that did not. */
  broken?: number
}

/**
 * Which load to try next: `factor` times the most that held until one does not or `most` is reached (rounded up), then halfway between
 * the two (rounded down). Loads are whole numbers, so that two that follow each other are always close enough.
 *
 * @returns `undefined` when the search is over: close enough, `most` held, or not even `from` did
 */
export function nextLevel(
  { held, broken }: Known,
  { from, most, factor, resolution }: SearchBounds,
): number | undefined {
  if (held === undefined) return broken === undefined ? from : undefined
  if (broken === undefined) return held < most ? Math.min(most, Math.ceil(held * factor)) : undefined
  return broken - held > Math.max(1, resolution * held) ? Math.floor((held + broken) / 2) : undefined
}
