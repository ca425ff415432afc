import { formatCount, formatValue, NO_VALUE } from '../format.ts'
import type { PairedComparison } from '../paired-comparison.ts'
import { BUILD_WORD, pairedShare } from '../wording/pairs-text.ts'
import { fitLines, markdownText } from './markdown-text.ts'

/** So many characters of a name and of a sentence are kept. */
const NAME = 150
const SENTENCE = 500

/** @returns two builds beside each other: a row a figure, in at most so many characters */
export function writePairs(
  { builds, pairs, sentence, notes, rows }: PairedComparison,
  room: number,
): string[] {
  const lines = rows.map(({ verdict, title, statistic, before, after, unit, change, because }) => {
    const by = change ? pairedShare(change.estimate) : NO_VALUE
    const values = [formatValue(before, unit), formatValue(after, unit), by]
    return `| ${[BUILD_WORD[verdict], markdownText(title, NAME), statistic, ...values, markdownText(because, SENTENCE)].join(' | ')} |`
  })
  const said = [sentence, `A is ${builds.a}, B is ${builds.b}; ${formatCount(pairs)} pairs.`, ...notes]
  return [
    '',
    '## Two builds',
    '',
    markdownText(said.join(' '), 2 * SENTENCE),
    '',
    '| B is | Figure | Statistic | A | B | Change | Why |',
    '| --- | --- | --- | ---: | ---: | ---: | --- |',
    ...fitLines(lines, room, left => `\n${formatCount(left)} more rows do not fit: the report has all.`),
  ]
}
