import { VERDICTS } from '../../../../judge/slo.ts'
import type { Judgement, Verdict } from '../../../../judge/slo.ts'

/** What a verdict is called on the page. */
export const VERDICT_WORD: Record<Verdict, string> = {
  PASS: 'Pass',
  FAIL: 'Fail',
  INCONCLUSIVE: 'Inconclusive',
  NO_DATA: 'No data',
  INVALID: 'Invalid',
}

/** What a verdict means, in one line. */
export const VERDICT_MEANING: Record<Verdict, string> = {
  PASS: 'The objective holds, with the confidence the SLO asks for.',
  FAIL: 'The objective is missed, and chance or the instrument is not the reason.',
  INCONCLUSIVE: 'The data allow both answers: too few values, or too close to the limit.',
  NO_DATA: 'Nothing was measured for it, so nothing can be said.',
  INVALID: 'The instrument was at fault: a doubt could have changed the answer.',
}

/** What to do about a verdict. */
export const VERDICT_REMEDY: Record<Verdict, string> = {
  PASS: 'Nothing to do. The confidence says how safe the margin is.',
  FAIL: 'Look at the same moment on the time axis for what else happened, then at the distribution.',
  INCONCLUSIVE: 'Measure longer or more often; if it stays so, the true value lies at the limit.',
  NO_DATA: 'Run the spec that measures it, or add to the target file the field that its row names.',
  INVALID: 'Remove the doubt that its row names, then measure again. Do not blame the target.',
}

/** Orders judgements worst first: by verdict, errors before warnings, then by rising confidence. */
export function byUrgency(a: Judgement, b: Judgement): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    Number(a.level === 'warn') - Number(b.level === 'warn') ||
    (a.confidence ?? 0) - (b.confidence ?? 0) ||
    a.id.localeCompare(b.id)
  )
}
