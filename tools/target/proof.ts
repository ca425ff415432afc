import type { Judgement } from '../../reports/judge/slo.ts'

/** What shows that a run has seen a product work, by the ids of its SLOs. */
export interface Proof {
  /** Have a verdict that their values gave. */
  judged: readonly string[]
  /** Have passed. */
  passed: readonly string[]
  /** Have at least one value. */
  seen: readonly string[]
}

/** @returns what a run lacks to have been one of the product: a sentence each, none where it was */
export function lacksOf(judgements: readonly Judgement[], { judged, passed, seen }: Proof): string[] {
  const lack = (ids: readonly string[], what: string, holds: (one: Judgement) => boolean): string[] =>
    ids.flatMap(id => {
      const own = judgements.filter(one => one.id === id)
      if (own.length === 0) return [`${id} was not asked.`]
      return own
        .filter(one => !holds(one))
        .map(({ name, verdict, because }) => `${name} ${what} (${verdict}): ${because}`)
    })
  return [
    ...lack(judged, 'has no verdict', ({ verdict }) => verdict === 'PASS' || verdict === 'FAIL'),
    ...lack(passed, 'has not passed', ({ verdict }) => verdict === 'PASS'),
    ...lack(seen, 'has no value', ({ n }) => n > 0),
  ]
}
