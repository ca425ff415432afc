/** A source of numbers in [0, 1), like Math.random but repeatable. */
export type Random = () => number

/**
 * Mulberry32: a 32-bit seeded generator, fast and good enough for names, dropped updates and resamples
 * (https://github.com/bryc/code/blob/master/jshash/PRNGs.md). The same seed, taken as an unsigned 32-bit integer, always gives the
 * same sequence, to the bit.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
