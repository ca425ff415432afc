import type { RunReport } from '../run-report.ts'
import { chooseBaseline } from './choose-baseline.ts'
import { compareRun } from './compare.ts'
import type { NoiseBetween } from './compare.ts'
import { holdToBaseline } from './hold-to-baseline.ts'

/**
 * Puts a run beside its baseline, where there is one: that which `PERF_BASELINE` names, else the newest of its kind. With `PERF_REGRESSION=error` it may
 * fail by that. A run that only measured two builds has nothing that a baseline has.
 *
 * @param results folder of all runs
 * @param noiseBetween what earlier runs tell of the noise between runs. Default: nothing
 * @returns the run's document with its comparison, and with what was wrong with baselines
 */
export function withComparison(report: RunReport, results: string, noiseBetween?: NoiseBetween): RunReport {
  if (report.pairs && report.judgements.length === 0) return report
  const { baseline, problems } = chooseBaseline(results, report)
  return holdToBaseline({
    ...report,
    ...(problems.length > 0 && { notCompared: problems }),
    ...(baseline && { comparison: compareRun(report, baseline, noiseBetween) }),
  })
}
