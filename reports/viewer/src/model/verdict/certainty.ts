import type { Judgement } from '../../../../judge/slo.ts'

/** How sure a PASS or a FAIL is: a chance of at most 1 % that it is wrong, of at most 10 %, or of more. */
export type Certainty = 'certain' | 'likely' | 'thin'

/** @returns how sure a verdict is, by the confidence that the SLO holds; undefined for the verdicts that say nothing of the target */
export function certaintyOf({
  verdict,
  confidence,
}: Pick<Judgement, 'verdict' | 'confidence'>): Certainty | undefined {
  if (confidence === undefined || (verdict !== 'PASS' && verdict !== 'FAIL')) return undefined
  const right = verdict === 'PASS' ? confidence : 1 - confidence
  if (right >= 0.99) return 'certain'
  return right >= 0.9 ? 'likely' : 'thin'
}
