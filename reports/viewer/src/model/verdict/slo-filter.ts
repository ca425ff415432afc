import { VERDICTS } from '../../../../judge/slo.ts'
import type { Judgement, Verdict } from '../../../../judge/slo.ts'
import { hasWords } from '../has-words.ts'
import type { Place } from '../place.ts'

/** Which SLOs are shown; an empty text is no filter. */
export interface SloFilter {
  verdict: Verdict | ''
  category: string
  /** Words that the title, the id or a label must hold, in whatever case. */
  q: string
}

/** All SLOs. */
export const NO_FILTER: SloFilter = { verdict: '', category: '', q: '' }

/** @returns the filter that an address names */
export function filterOf({ id, choices }: Place): SloFilter {
  if (id !== 'slos') return NO_FILTER
  return {
    verdict: VERDICTS.find(verdict => verdict === choices.get('verdict')) ?? '',
    category: choices.get('category') ?? '',
    q: choices.get('q') ?? '',
  }
}

/** @returns whether a filter leaves a judgement */
export function fits(judgement: Judgement, { verdict, category, q }: SloFilter): boolean {
  const text = [judgement.title, judgement.name, ...Object.values(judgement.labels)].join(' ')
  return (
    (verdict === '' || judgement.verdict === verdict) &&
    (category === '' || judgement.category === category) &&
    hasWords(text, q)
  )
}
