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
  PASS: 'The SLO holds.',
  FAIL: 'Limit missed; neither noise nor a doubt about the measurement explains it.',
  INCONCLUSIVE: 'Too few values, too close to the limit to tell, or not settled by what was measured.',
  NO_DATA: 'The run measured nothing for this SLO.',
  INVALID: 'What casts doubt on the measurement may have caused the result, not your platform.',
}

/** What to do about a verdict. */
export const VERDICT_REMEDY: Record<Verdict, string> = {
  PASS: 'Nothing to do.',
  FAIL: 'Look at the same moment on the time axis, then at the distribution.',
  INCONCLUSIVE: 'Measure longer or more often. If the verdict stays, the true value lies at the limit.',
  NO_DATA: 'Run the spec that measures it, or add the field that its row names to the target.',
  INVALID: 'Remove the doubt that its row names, then measure again.',
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
