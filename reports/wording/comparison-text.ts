import { CHANGES, mayBeWorse } from '../comparison.ts'
import type { ChangeVerdict, Compared, Comparison } from '../comparison.ts'
import { formatCount, formatValue } from '../format.ts'
import { signedShare } from './signed-share.ts'

/** A change in a word. */
export const CHANGE_WORD: Record<ChangeVerdict, string> = {
  REGRESSED: 'worse',
  IMPROVED: 'better',
  SAME: 'the same',
  CANNOT_TELL: 'cannot tell',
  NOT_COMPARABLE: 'not comparable',
}

/** @returns what became of a figure, in a word or two: `maybe worse` where chance alone may make it look so */
export const changeWord = (row: Compared): string =>
  mayBeWorse(row) ? 'maybe worse' : CHANGE_WORD[row.verdict]

/** @returns what changed, in a sentence: `Against the baseline main (5 runs): 2 worse, 1 maybe worse, 1 better, 43 the same.` */
export function comparisonSentence({ baseline, differences, rows }: Comparison): string {
  const [difference] = differences
  const runs = baseline.runs.length === 1 ? 'one run' : `${formatCount(baseline.runs.length)} runs`
  if (difference !== undefined) {
    return `The baseline ${baseline.name} (${runs}) can't be compared with this run. ${difference}`
  }
  const words = CHANGES.flatMap(verdict =>
    surestFirst(rows.filter(row => row.verdict === verdict)).map(row => changeWord(row)),
  )
  const counts = [...new Set(words)].map(
    word => `${formatCount(words.filter(one => one === word).length)} ${word}`,
  )
  return `Against the baseline ${baseline.name} (${runs}): ${counts.join(', ')}.`
}

/** @returns the rows that a person must see: what got worse, then what may have, then what got better */
export const changedRows = ({ rows }: Comparison): Compared[] => [
  ...surestFirst(rows.filter(({ verdict }) => verdict === 'REGRESSED')),
  ...rows.filter(({ verdict }) => verdict === 'IMPROVED'),
]

const surestFirst = (rows: readonly Compared[]): Compared[] =>
  rows.toSorted((a, b) => Number(mayBeWorse(a)) - Number(mayBeWorse(b)))

/** @returns both figures and the change: `84 ms, was 120 ms (-30 %)` */
export function changeText({ before, after, unit, change }: Compared): string {
  const by = change?.of === 'figure' ? ` (${signedShare(change.estimate)})` : ''
  return `${formatValue(after, unit)}, was ${formatValue(before, unit)}${by}`
}
