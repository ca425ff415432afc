import { askedIn } from './case.ts'
import type { Case, Column } from './case.ts'
import type { Deviation } from './deviations.ts'

/** What each column said of each case that it was asked. */
export type Answers = ReadonlyMap<Column, ReadonlyMap<Case, string>>

/** @returns how a case is named in the list of deviations */
export const nameOf = ({ group, name }: Case): string => `${group}: ${name}`

/** @returns what a column is to say of a case by the standard */
export const expectedOf = ({ expected, but }: Case, column: Column): string => but?.[column] ?? expected

/** @returns how many cells there are, and a sentence for each that is neither what it is to be nor a known deviation, and for each deviation that is gone */
export function judgeCells(
  cases: readonly Case[],
  answers: Answers,
  deviations: readonly Deviation[],
): { asked: number; wrong: string[] } {
  const left = new Set(deviations)
  const wrong: string[] = []
  let asked = 0
  for (const [column, said] of answers) {
    for (const one of cases) {
      if (!askedIn(one).includes(column)) continue
      asked++
      const known = deviations.find(({ of, column: whose }) => of === nameOf(one) && whose === column)
      if (known) left.delete(known)
      const says = said.get(one) ?? 'nothing'
      const wanted = known?.says ?? expectedOf(one, column)
      if (says === wanted) continue
      wrong.push(
        `${column} says "${says}" of "${nameOf(one)}", not "${wanted}"${known ? ', as its deviation has it' : ''}.`,
      )
    }
  }
  for (const { of, column } of left)
    wrong.push(`There is no cell "${of}" of ${column} for the deviation in the list.`)
  return { asked, wrong }
}
