import path from 'node:path'
import { withAdvice } from '../advice/advise.ts'
import type { KeptFile } from '../run-folder.ts'
import type { RunReport } from '../run-report.ts'
import { composeRecord } from './compose-record.ts'
import { PARTS_FILE } from './part-line.ts'
import type { PartsHeader } from './part-line.ts'
import { readParts } from './read-parts.ts'
import type { StepParts } from './run-record.ts'

/** A report made of what a run had left on the disk. */
export interface RecoveredRun {
  report: RunReport
  kept: KeptFile[]
  problems: string[]
}

/**
 * Makes the report of a run that did not write one itself.
 *
 * @param folder of the run
 * @throws PartsError when there is no `parts.ndjson` that can be read
 */
export async function recoverRun(folder: string): Promise<RecoveredRun> {
  const { steps, problems, ...record } = await readParts(path.join(folder, PARTS_FILE))
  const { report, kept } = composeRecord(
    { ...record, steps: steps.values() },
    { interrupted: !isWhole(record.header.plan, steps) },
  )
  return { report: withAdvice(report), kept, problems }
}

/** Whether all was measured that was to be, and only the report of it is not there. */
function isWhole(plan: PartsHeader['plan'], steps: ReadonlyMap<string, StepParts>): boolean {
  if (!plan || plan.length === 0) return false
  return plan.every(({ id }) => {
    const step = steps.get(id)
    return step?.ended === true && step.result.outcome !== 'interrupted'
  })
}
