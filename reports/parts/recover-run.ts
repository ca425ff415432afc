import path from 'node:path'
import { withAdvice } from '../advice/advise.ts'
import { composeReport } from '../compose-report.ts'
import type { KeptFile } from '../run-folder.ts'
import type { RunReport } from '../run-report.ts'
import { Gathered } from './gathered.ts'
import { PARTS_FILE } from './part-line.ts'
import { readParts } from './read-parts.ts'

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
  const { header, steps, errors, lastMs, problems } = await readParts(path.join(folder, PARTS_FILE))
  const gathered = new Gathered()
  for (const { attached } of steps.values()) for (const one of attached) gathered.take(one)
  const { options, asked, machine, startedAtMs } = header
  const report = composeReport({
    ...options,
    id: options.runId,
    startedAtMs,
    endedAtMs: lastMs,
    interrupted: true,
    target: { ...options.target, baseURL: gathered.baseURL },
    browser: gathered.browser,
    machine,
    steps: [...steps.values()].map(({ result }) => result),
    measurements: gathered.measurements,
    lighthouse: gathered.lighthouse,
    pictures: gathered.pictures,
    errors,
    asked: new Set(asked),
  })
  return { report: withAdvice(report), kept: gathered.kept, problems }
}
