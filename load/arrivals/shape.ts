/**
 * A course of the arrival rate, as plain data that can be sent to a thread or kept in a file. `...PerSecond` are arrivals a second (at
 * most 1e9), `...Ms` are milliseconds (at most 1e10, some 115 days).
 */
export type ArrivalShape =
  /** Evenly paced, the first at once. */
  | { kind: 'constant'; perSecond: number; durationMs: number }
  /** A rate that grows, or falls, in a straight line. */
  | { kind: 'ramp'; fromPerSecond: number; toPerSecond: number; durationMs: number }
  /**
   * From a rate to another in `steps` (1 to 10 000) equal steps. Each of the `steps + 1` rates, the first and the last among them, is held
   * for `holdMs`.
   */
  | { kind: 'step'; fromPerSecond: number; toPerSecond: number; steps: number; holdMs: number }
  /** A base rate (0 for silence) over `durationMs`, but from `atMs` on, for `peakMs`, a higher one. */
  | {
      kind: 'spike'
      basePerSecond: number
      peakPerSecond: number
      atMs: number
      peakMs: number
      durationMs: number
    }
  /** `size` (a whole number up to 1e6) arrivals at the same moment, at once and then every `everyMs`. */
  | { kind: 'burst'; size: number; everyMs: number; durationMs: number }
  /** From nothing up to a rate in `rampMs`, held for `holdMs`, and down to nothing in `rampMs`. */
  | { kind: 'sustained'; perSecond: number; rampMs: number; holdMs: number }
  /**
   * A day's curve: `meanPerSecond + amplitudePerSecond * sin(2 pi (t / periodMs + phase))`. The amplitude is at most the mean, so that the
   * rate is never below 0. `phase` is a share of the period, from 0 to below 1: 0 begins at the mean and rises, 0.25 begins at the
   * highest rate, 0.75 at the lowest.
   */
  | {
      kind: 'sinus'
      meanPerSecond: number
      amplitudePerSecond: number
      periodMs: number
      phase: number
      durationMs: number
    }
  /** As many people come who know nothing of each other: exponential gaps. The same `seed` (0 to 2^32 - 1) gives the same times. */
  | { kind: 'poisson'; perSecond: number; durationMs: number; seed: number }
  /** One after another. What a part promises of its next arrival when it ends, the following part makes good. */
  | { kind: 'sequence'; parts: readonly ArrivalShape[] }
  /** All at once, each at its own times. */
  | { kind: 'sum'; parts: readonly ArrivalShape[] }
  /** Every `count`th arrival of a shape, from number `index` (0 to below `count`) on: the shares of all indices together are the shape. */
  | { kind: 'share'; of: ArrivalShape; index: number; count: number }
