import type { Measurement } from '../measure/measurement.ts'
import type { CanarySent } from './agents.ts'

/** How a fleet reports for a while. */
export interface Stage {
  /** Updates a second of each agent. */
  perSecond: number
  /** Updates that each agent sends, at most. */
  rounds: number
  /** `even`: spread over the period. `together`: all at its start, and the refresh of each round is timed. */
  stage: 'steady' | 'together'
  /** How many agents are canaries. Default 0. */
  canaries?: number
  /** What the measurements are labelled with. Default: `stage`. */
  label?: string
}

/** What came of a stage. */
export interface StageResult {
  /** The steady part, epoch ms. */
  window: Measurement['window']
  measurements: Measurement[]
  canaries: CanarySent[]
}

/** How a target is broken, and what of it is measured. */
export interface Outage {
  /** What is done to the target: the label of the measurements. */
  cause: string
  /** Breaks it; resolves once that has happened. */
  breakIt(): Promise<void>
  /** Updates a second of each agent meanwhile. */
  perSecond: number
  /** How long connections may take to come back before it is over, ms. Default 10 000. */
  lastsMs?: number
}
