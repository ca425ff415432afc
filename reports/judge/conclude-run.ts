import type { Measurement } from '../../load/measure/measurement.ts'
import { writeHeadline } from './headline.ts'
import type { Judgement, Verdict } from './slo.ts'
import { allHold, countVerdicts } from './summary.ts'

/** What is concluded about a run as a whole. */
export interface Conclusion {
  /** Whether all that had to hold was measured, and held. */
  ok: boolean
  /** The verdict in a sentence. */
  headline: string
  counts: Record<Verdict, number>
}

const NOTHING_MEASURED = 'The run measured nothing: every spec was skipped, or recorded no value.'

/** @param isComplete whether every selected spec ran to its end */
export function concludeRun(
  isComplete: boolean,
  judgements: readonly Judgement[],
  measurements: readonly Measurement[],
): Conclusion {
  const measured = hasMeasured(measurements)
  const isAsked = judgements.some(({ level }) => level === 'error')
  return {
    ok: isComplete && measured && allHold(judgements),
    headline: measured || isAsked ? writeHeadline(judgements) : NOTHING_MEASURED,
    counts: countVerdicts(judgements),
  }
}

/** What is only drawn over time (load, machine, resources) is there without any work. */
function hasMeasured(measurements: readonly Measurement[]): boolean {
  return measurements.some(({ data }) => {
    switch (data.kind) {
      case 'histogram':
        return data.n > 0
      case 'samples':
        return data.points.length > 0
      case 'tally':
        return data.total > 0
      case 'search':
        return data.levels.length > 0
      case 'series':
        return false
    }
  })
}
