/** Numbers that look random and are the same on every call: mulberry32, from 0 up to 1. Test data only. */
export function sampleNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A value around a median with a tail to the right, as latencies have. `spread` 0.2 is narrow, 0.8 wide. */
export function sampleLatency(noise: () => number, median: number, spread: number): number {
  const normal = noise() + noise() + noise() + noise() - 2
  return median * Math.exp(1.7 * spread * normal)
}
