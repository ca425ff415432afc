import { readFileSync } from 'node:fs'
import path from 'node:path'
import { faultyNumber } from '../../load/measure/faulty-number.ts'
import { judge } from '../judge/judge.ts'
import { reportFigures } from '../judge/reported.ts'
import type { Judgement, Slo } from '../judge/slo.ts'
import { concludeRun } from '../judge/conclude-run.ts'
import { summariseCategories } from '../judge/summary.ts'
import type { RunReport } from '../run-report.ts'
import { SCHEMA_VERSION, upgradeReport } from './upgrade.ts'
import type { ReportVersion1 } from './upgrade.ts'

/** A run's folder that can't be judged. */
export class RejudgeError extends Error {
  readonly code = 'ERR_REJUDGE'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RejudgeError'
    this.stack = `${this.name}: ${this.message}`
  }
}

/**
 * Reads the document of a run; one of an older version is brought up to date.
 *
 * @param folder of the run, e.g. `perf-results/latest`
 * @throws RejudgeError when there is no `report.json`, or it is not one that can be judged again
 */
export function readReport(folder: string): RunReport {
  const file = path.join(folder, 'report.json')
  let report: Partial<RunReport> | ReportVersion1 | null
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Partial<RunReport> | ReportVersion1 | null
  } catch (error) {
    throw new RejudgeError(
      `${file} can't be read (${(error as Error).message}). Name the folder of a run, e.g. perf-results/latest.`,
      { cause: error },
    )
  }
  const version: unknown = report?.schemaVersion
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    throw new RejudgeError(
      `${file} is of schema version ${version}, and this Fleetmark reads 1 and ${SCHEMA_VERSION}: use the Fleetmark that wrote it.`,
    )
  }
  if (!report || !report.slos || !report.measurements || !report.judgements || !isKnown(report)) {
    throw new RejudgeError(
      `${file} is no report of schema version 1 or ${SCHEMA_VERSION} with "slos", "measurements" and "judgements". Name the folder of a run.`,
    )
  }
  const read = report.schemaVersion === 1 ? upgradeReport(report) : report
  requireNumbers(read, file)
  return read
}

/** JSON has no NaN: it writes `null`, which is below every limit. */
function requireNumbers({ measurements }: RunReport, document: string): void {
  for (const measurement of measurements) {
    const fault = faultyNumber(measurement)
    if (!fault) continue
    const labels = Object.entries(measurement.labels).map(([name, value]) => `${name}: ${value}`)
    const which = [measurement.metric, ...(labels.length > 0 ? [`(${labels.join(', ')})`] : [])].join(' ')
    throw new RejudgeError(
      `${document} can't be judged: its measurement ${which} has ${String(fault.value)} as ${fault.at}, where a number belongs. Measure again.`,
    )
  }
}

const isKnown = (report: Partial<RunReport> | ReportVersion1): report is RunReport | ReportVersion1 =>
  report.schemaVersion === 1 || report.schemaVersion === SCHEMA_VERSION

/** A run judged again. */
export interface Rejudged {
  /** The run's document with the new judgements, and all that follows from them. */
  report: RunReport
  /** Names of the judgements that are not what they were, byte for byte; their sentences may be other ones. */
  changed: string[]
}

/**
 * Judges a run again, from nothing but its document.
 *
 * @param slos default: the rules that the run was judged by, which gives the same judgements, byte for byte
 * @throws RejudgeError that names the measurement when one of the document's numbers is none
 */
export function rejudge(report: RunReport, slos: readonly Slo[] = report.slos): Rejudged {
  requireNumbers(report, `The document of run ${report.run.id}`)
  const judgements = judge(slos, report.measurements)
  const before = byName(report.judgements)
  const after = byName(judgements)
  const names = new Set([...before.keys(), ...after.keys()])
  return {
    report: {
      ...report,
      run: {
        ...report.run,
        ...concludeRun(report.run.status === 'complete', judgements, report.measurements),
      },
      slos: [...slos],
      judgements,
      reported: reportFigures(slos, report.measurements),
      categories: summariseCategories(judgements),
    },
    changed: [...names].filter(name => before.get(name) !== after.get(name)),
  }
}

/** The sentence is left out: it is in the words of the version that judged, and says nothing that the numbers do not. */
const byName = (judgements: readonly Judgement[]): Map<string, string> =>
  new Map(judgements.map(one => [one.name, JSON.stringify({ ...one, because: '' })]))
