import type { RunReport } from '../../run-report.ts'
import { comparePairs } from './compare-pairs.ts'

/**
 * Puts the two builds of a run beside each other, where it measured two. Its SLOs are of A alone: B is judged by no SLO. Where no SLO was judged, the
 * comparison is the run's sentence. Nothing passes without data: a run of which no figure could be compared is not ok. With `PERF_REGRESSION=error`
 * a slower figure fails it, and one that could not be compared.
 *
 * @returns the run's document, itself where it measured one build
 */
export function withPairs(report: RunReport): RunReport {
  const pairs = comparePairs(report)
  if (!pairs) return report
  const { run, judgements } = report
  const failing = pairs.rows.filter(({ verdict }) => verdict === 'REGRESSED' || verdict === 'NOT_COMPARABLE')
  const nothing = pairs.rows.every(({ verdict }) => verdict === 'NOT_COMPARABLE')
  const fails = nothing || (run.settings['PERF_REGRESSION'] === 'error' && failing.length > 0)
  const headline = judgements.length === 0 ? pairs.sentence : run.headline
  return { ...report, run: { ...run, headline, ok: run.ok && !fails }, pairs }
}
