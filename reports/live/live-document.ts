import type { RunReport } from '../run-report.ts'
import type { Standing } from './plan.ts'

/** What the live page shows of a run. Its figures are of what was measured so far. */
export type LiveDocument =
  /** The run has written nothing that could be shown. */
  | { kind: 'waiting' }
  | {
      kind: 'under-way'
      /** Where its report will be. */
      folder: string
      /** Judged as it stands: of an SLO without a value whose spec has not ended there is no judgement. */
      report: RunReport
      /** Absent between two specs, and where the run does not say what it selected. */
      standing?: Standing
      /** How many SLOs have no judgement yet. */
      open: number
    }
  /** The run has written its report. */
  | { kind: 'ended'; report: RunReport; folder: string }
  /** Its process is gone, and it left no report. What a person types makes one. */
  | { kind: 'lost'; judge: string }
