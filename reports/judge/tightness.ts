import { parseObjective, smallerIsBetter } from './objective.ts'
import type { Judgement } from './slo.ts'

/** @returns judgements by how much of their limits they take up, the most first */
export const tightestOf = (judgements: readonly Judgement[]): Judgement[] =>
  judgements.toSorted((a, b) => tightness(b) - tightness(a))

/**
 * How much of its limit a value takes up: below 1 it lies within, above 1 beyond. Of shares and scores that must be large it is what lacks to
 * 1 that counts, so that 99.95 % of at least 99.9 % takes up a half; of multiples that may be only so much beyond 1, or so much below it, what is. A count takes up as
 * much as there is of it.
 */
export function tightness({ objective, observed, limit, unit }: Judgement): number {
  if (observed === undefined) return 0
  const parsed = parseObjective(objective)
  if (parsed.statistic.kind === 'count') return Math.abs(observed - limit)
  const isSmaller = smallerIsBetter(parsed)
  if (unit === 'times' && isSmaller === limit > 1)
    return Math.max(0, isSmaller ? ratio(observed - 1, limit - 1) : ratio(1 - observed, 1 - limit))
  if (isSmaller) return ratio(observed, limit)
  if (unit === 'ratio' || unit === 'score') return ratio(1 - observed, 1 - limit)
  return ratio(limit, observed)
}

function ratio(part: number, whole: number): number {
  if (whole !== 0) return part / whole
  return part === 0 ? 0 : Number.MAX_VALUE
}
