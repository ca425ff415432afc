/** A value around a median with a tail to the right, as latencies have. `spread` 0.2 is narrow, 0.8 wide. */
export function sampleLatency(noise: () => number, median: number, spread: number): number {
  const normal = noise() + noise() + noise() + noise() - 2
  return median * Math.exp(1.7 * spread * normal)
}
