import type { Beats } from './line.ts'

/** How the workers of a run are had. */
export interface CrewOptions {
  /** The queue's address, `redis://…` or `rediss://…`. */
  url: string
  /** Workers that share each workload. */
  size: number
  run: string
  version: string
  /** Gets a sentence for each thing that people should know. */
  tell: (sentence: string) => void
  /** How long workers may take to come, ms. Default 60 s. */
  joinWithinMs?: number
  /** How long they may take to get ready for a workload, beside its own warm-up, ms. Default 3 min: a machine that does much else compiles slowly. */
  readyWithinMs?: number
  /** Default: `BEATS`. */
  beats?: Beats
}
