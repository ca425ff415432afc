import { VERDICTS } from '../../../../judge/slo.ts'
import type { Verdict } from '../../../../judge/slo.ts'
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
export function runState(report: Pick<RunReport, 'run' | 'judgements'>, isUnderWay: boolean): RunState {
  if (isUnderWay) return { verdict: 'NO_DATA', word: 'Under way' }
  const { run, judgements } = report
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
  if (run.status === 'interrupted') return { verdict: 'INVALID', word: 'Interrupted' }
  return { verdict: 'FAIL', word: 'Run failed' }
}
