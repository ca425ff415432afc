import { composeReport } from '../compose-report.ts'
import type { RunFacts } from '../compose-report.ts'
import type { KeptFile } from '../run-folder.ts'
import type { RunReport } from '../run-report.ts'
import { Gathered } from './gathered.ts'
import type { PartsHeader } from './part-line.ts'
import type { StepParts } from './run-record.ts'

/** What a run wrote of itself, put together. */
interface Recorded {
  header: PartsHeader
  steps: Iterable<StepParts>
  errors: string[]
  /** The last moment of the run that is told of, epoch ms. */
  lastMs: number
}

/**
 * Makes the document of a run that has not ended by itself, of what it wrote.
 *
 * @param other facts that are not those of the record. Default: none, and the run was interrupted.
 */
export function composeRecord(
  { header, steps, errors, lastMs }: Recorded,
  other: Partial<Pick<RunFacts, 'asked' | 'calibration' | 'interrupted'>> = {},
): { report: RunReport; kept: KeptFile[] } {
  const all = [...steps]
  const gathered = new Gathered()
  for (const one of all.flatMap(({ attached }) => attached)) gathered.take(one)
  const { options, asked, machine, startedAtMs } = header
  const report = composeReport({
    ...options,
    id: options.runId,
    startedAtMs,
    endedAtMs: lastMs,
    interrupted: true,
    target: { ...options.target, baseURL: gathered.baseURL },
    ...gathered.facts,
    machine,
    steps: all.map(({ result }) => result),
    errors,
    asked: new Set(asked),
    ...other,
  })
  return { report, kept: gathered.kept }
}
