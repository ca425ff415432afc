import type { RunReport } from '../run-report.ts'
import { chooseBaseline } from './choose-baseline.ts'
import { compareRun } from './compare.ts'
import type { NoiseBetween } from './compare.ts'

/** What a run's settings say of baselines. */
export interface CompareSettings {
  /** Folder of all runs. */
  results: string
  /** The baseline's name. Empty: the newest of the same target, machine and settings. */
  baseline: string
  /** Whether a figure that got worse fails the run. */
  failsRun: boolean
  /** What earlier runs tell of the noise between runs. Default: nothing. */
  noiseBetween?: NoiseBetween
}

/**
 * Puts a run beside its baseline, where there is one. A run that only measured two builds has nothing that a baseline has.
 *
 * @returns the run's document with its comparison, and what was wrong with baselines, in sentences
 */
export function withComparison(
  report: RunReport,
  { results, baseline: name, failsRun, noiseBetween }: CompareSettings,
): { report: RunReport; problems: string[] } {
  if (report.pairs && report.judgements.length === 0) return { report, problems: [] }
  const { baseline, problems } = chooseBaseline(results, name, report)
  if (!baseline) return { report, problems }
  const comparison = compareRun(report, baseline, noiseBetween)
  const gotWorse = comparison.rows.some(({ verdict }) => verdict === 'REGRESSED')
  const ok = report.run.ok && !(failsRun && gotWorse)
  return { report: { ...report, run: { ...report.run, ok }, comparison }, problems }
}
