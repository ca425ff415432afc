import type { Compared } from './comparison.ts'

/** A figure of two builds: `before` and `after` are the medians of A and of B over the pairs. */
export interface PairedRow extends Compared {
  /** Of each pair that has both, in order of time; in the row's unit. */
  pairs: { atMs: number; a: number; b: number }[]
  /** How likely pairs as far apart are where the builds are alike, adjusted for the number of figures (Holm), 0 to 1. Absent: nothing was tested. */
  pValue?: number
}

/** Two builds that were measured in turns, in one run. */
export interface PairedComparison {
  /** The addresses: A is the target of the run. */
  builds: { a: string; b: string }
  /** Pairs that were measured. */
  pairs: number
  /** How B is beside A, in a sentence. */
  sentence: string
  /** What else a reader must know, in sentences. */
  notes: string[]
  /** What matters most first. */
  rows: PairedRow[]
}
