import type { Judgement, Verdict } from './slo.ts'

/** What was concluded about the SLOs of one category. */
export interface CategorySummary {
  /** The id of a declared section. */
  category: string
  /** That of its weakest error-level SLO; absent when one of them has none, or there is none. */
  confidence?: number
  /**
   * A lower bound on the probability that all of its error-level SLOs hold at once, `max(0, 1 - sum(1 - c))` (Bonferroni's inequality). Absent as
   * the confidence is.
   */
  joint?: number
  /** Name of the judgement with the least confidence. */
  weakest?: string
  counts: Record<Verdict, number>
}

/** @returns how many judgements there are of each verdict */
export function countVerdicts(judgements: readonly Judgement[]): Record<Verdict, number> {
  const counts = { PASS: 0, FAIL: 0, INCONCLUSIVE: 0, NO_DATA: 0, INVALID: 0 }
  for (const { verdict } of judgements) counts[verdict]++
  return counts
}

/** @returns whether every error-level SLO is a PASS */
export const allHold = (judgements: readonly Judgement[]): boolean =>
  judgements.every(({ level, verdict }) => level === 'warn' || verdict === 'PASS')

/** @returns how sure each category is: as sure as its weakest SLO that must hold */
export function summariseCategories(judgements: readonly Judgement[]): CategorySummary[] {
  const categories = [...new Set(judgements.map(({ category }) => category))]
  return categories.map(category => {
    const mine = judgements.filter(judgement => judgement.category === category)
    const required = mine.filter(({ level }) => level === 'error')
    const counts = countVerdicts(mine)
    if (required.length === 0) return { category, counts }
    const weakest = required.reduce((least, one) =>
      (one.confidence ?? -1) < (least.confidence ?? -1) ? one : least,
    )
    const doubt = required.reduce((sum, one) => sum + 1 - (one.confidence ?? Number.NaN), 0)
    return {
      category,
      counts,
      weakest: weakest.name,
      ...(weakest.confidence !== undefined && {
        confidence: weakest.confidence,
        joint: Math.max(0, 1 - doubt),
      }),
    }
  })
}
