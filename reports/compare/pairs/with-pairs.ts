import type { RunReport } from '../../run-report.ts'
import { comparePairs } from './compare-pairs.ts'
import { failedByPairs } from './failed-by-pairs.ts'

/**
 * Puts the two builds of a run beside each other, where it measured two, and says where that fails it. Its SLOs are of A alone: B is judged by no SLO. Where no
 * SLO was judged, the comparison is the run's sentence.
 *
 * @returns the run's document, itself where it measured one build
 */
export function withPairs(report: RunReport): RunReport {
  const pairs = comparePairs(report)
  if (!pairs) return report
  const { run, judgements } = report
  const why = failedByPairs({ run, pairs })
  const told = why === undefined ? [run.headline] : run.ok ? [why, run.headline] : [run.headline, why]
  const headline = judgements.length === 0 ? pairs.sentence : told.join(' ')
  return { ...report, run: { ...run, headline, ok: run.ok && why === undefined }, pairs }
}
