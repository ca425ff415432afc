import type { Declared } from '../../../../stored/declared.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import { byUrgency } from './verdicts.ts'

/** The judgements of one category, the worst first. */
export interface CellGroup {
  category: string
  title: string
  judgements: Judgement[]
  /** How many of them passed. */
  passed: number
}

/** @returns the judgements by category, a group whose worst is worse before the others, those alike by their places down the page */
export function cellGroups(judgements: readonly Judgement[], declared: Declared): CellGroup[] {
  const groups = Map.groupBy(judgements.toSorted(byUrgency), ({ category }) => category)
  const places = [...groups.keys()].toSorted((a, b) => declared.section(a).order - declared.section(b).order)
  return places
    .map(category => {
      const own = groups.get(category) ?? []
      const passed = own.filter(({ verdict }) => verdict === 'PASS').length
      return { category, title: declared.sectionTitle(category), judgements: own, passed }
    })
    .toSorted((a, b) => Number(a.passed === a.judgements.length) - Number(b.passed === b.judgements.length))
}
