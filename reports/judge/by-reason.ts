import type { Judgement } from './slo.ts'

/** Whether one did not pass for the same reason as another, word by word. */
export function isSameReason(one: Judgement, other: Judgement | undefined): boolean {
  return one.verdict !== 'PASS' && one.verdict === other?.verdict && one.because === other.because
}

/** @returns the judgements in their order, but that those which did not pass for the same reason follow one another from the first of them on */
export function byReason(judgements: readonly Judgement[]): Judgement[] {
  const groups = Map.groupBy(judgements, ({ verdict, because }) => `${verdict} ${because}`)
  return [...groups.values()].flat()
}
