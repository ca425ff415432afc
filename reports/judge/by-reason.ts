import type { Judgement } from './slo.ts'

/** How much a doubt is of, which differs from judgement to judgement: `92.6`, `415 ms`. */
const FIGURES = /\d[\d.,]*( ms| s\b)?/g

/** Of what is void the same doubts are the reason, whatever their figures: each has its own among its details. */
const reasonOf = ({ verdict, because }: Judgement): string =>
  `${verdict} ${verdict === 'INVALID' ? because.replaceAll(FIGURES, '#') : because}`

/** Whether one did not pass for the same reason as another, word by word; where both are void, but for figures. */
export function isSameReason(one: Judgement, other: Judgement | undefined): boolean {
  return one.verdict !== 'PASS' && other !== undefined && reasonOf(one) === reasonOf(other)
}

/** @returns the judgements in their order, but that those which did not pass for the same reason follow one another from the first of them on */
export function byReason(judgements: readonly Judgement[]): Judgement[] {
  return [...Map.groupBy(judgements, reasonOf).values()].flat()
}
