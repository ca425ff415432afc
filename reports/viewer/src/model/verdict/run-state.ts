import { failedByBaseline } from '../../../../compare/hold-to-baseline.ts'
import { failedByPairs } from '../../../../compare/pairs/failed-by-pairs.ts'
import { formatCount } from '../../../../format.ts'
import { VERDICTS } from '../../../../judge/slo.ts'
import type { Verdict } from '../../../../judge/slo.ts'
import type { PairedComparison, PairedRow } from '../../../../paired-comparison.ts'
import type { RunReport } from '../../../../run-report.ts'
import { VERDICT_WORD } from './verdicts.ts'

/** The run as one verdict and the word for it. */
export interface RunState {
  verdict: Verdict
  word: string
}

/**
 * The run in one word: never a pass without a judgement, and what stopped it when no verdict did.
 *
 * @param isUnderWay a run that goes on has no verdict, whatever its SLOs have so far
 */
export function runState(
  report: Pick<RunReport, 'run' | 'judgements' | 'pairs' | 'comparison' | 'notCompared'>,
  isUnderWay: boolean,
): RunState {
  if (isUnderWay) return { verdict: 'NO_DATA', word: 'Under way' }
  const { run, judgements, pairs } = report
  if (pairs && judgements.length === 0 && run.status === 'complete') return pairsState(pairs)
  if (run.ok) {
    return judgements.length === 0
      ? { verdict: 'NO_DATA', word: 'Nothing judged' }
      : { verdict: 'PASS', word: 'Passed' }
  }
  const binding = judgements
    .filter(judgement => judgement.level === 'error')
    .map(judgement => judgement.verdict)
  const worst = VERDICTS.find(verdict => verdict !== 'PASS' && binding.includes(verdict))
  if (worst === 'FAIL') return { verdict: 'FAIL', word: 'Failed' }
  if (worst !== undefined) return { verdict: worst, word: VERDICT_WORD[worst] }
  if (run.checkpoint !== undefined)
    return { verdict: 'NO_DATA', word: `Checkpoint ${formatCount(run.checkpoint)}` }
  if (run.status === 'interrupted') return { verdict: 'INVALID', word: 'Interrupted' }
  const isJudged = failedByBaseline(report) !== undefined || failedByPairs(report) !== undefined
  return { verdict: 'FAIL', word: isJudged && run.status === 'complete' ? 'Failed' : 'Run failed' }
}

/** Two builds and no SLO: the word is of B, and does not say whether the run fails by it. */
function pairsState({ rows }: PairedComparison): RunState {
  const has = (verdict: PairedRow['verdict']): boolean => rows.some(row => row.verdict === verdict)
  if (has('REGRESSED')) return { verdict: 'FAIL', word: 'B is slower' }
  if (has('NOT_COMPARABLE')) return { verdict: 'NO_DATA', word: 'Not comparable' }
  if (has('CANNOT_TELL')) return { verdict: 'INCONCLUSIVE', word: 'Cannot tell' }
  return { verdict: 'PASS', word: has('IMPROVED') ? 'B is faster' : 'The same' }
}
