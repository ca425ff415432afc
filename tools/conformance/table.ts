import { askedIn, COLUMNS } from './case.ts'
import type { Case, Column } from './case.ts'
import type { Deviation } from './deviations.ts'
import { expectedOf, nameOf } from './judge.ts'
import type { Answers } from './judge.ts'

const INTRO = `# Conformance

What each engine of \`load/\` makes of every form that an answer can take, beside a real Chromium,
which is the judge where a standard leaves a choice. \`npm run conformance\` asks them and writes
this page: each case is a server of nothing but TCP that sends exactly the bytes of
\`tools/conformance/cases/\`. A cell in **bold** is not what the standard asks for; the reasons stand
at the end, and the command fails for any other.
`

/** What stands in the cells. */
const WORDS = [
  ['what is said', 'is'],
  [
    'good',
    'an answer that counts, whole, with the body that was sent (the closed loop does not look at bodies)',
  ],
  ['cut off', "the target's failure: the answer ended, or was reset, before it was whole"],
  [
    'lost',
    "a request that crossed with the closing of its connection, and may not be sent again: nobody's fault",
  ],
  ['not HTTP', "the target's failure: bytes that can't be read as an answer"],
  ['unreadable', "the target's failure: a body that can't be decompressed"],
  ['status 503', "the target's failure, by the status"],
  ['open', 'a stream that gave all its messages, and goes on'],
  ['closed 1001', 'a stream that gave all its messages before its peer closed it with that code'],
  ['lost', 'of a stream: that gave all its messages before it broke'],
  ['never open', 'a stream whose opening failed'],
  ['-', 'not asked'],
]

/** @returns the page */
export function writeTable(
  cases: readonly Case[],
  answers: Answers,
  deviations: readonly Deviation[],
): string {
  const groups = Map.groupBy(cases, ({ group }) => group)
  const parts = [...groups].map(([group, own]) => {
    const header = ['case', 'standard', 'to be', ...columnsOf(own)]
    const rows = own.map(one => rowOf(one, columnsOf(own), answers, deviations))
    return `## ${group}\n\n${asTable([header, ...rows])}\n`
  })
  return [INTRO, `${asTable(WORDS)}\n`, ...parts, reasons(deviations)].join('\n')
}

/** Only who is asked at all in a group has a column. */
const columnsOf = (cases: readonly Case[]): Column[] =>
  COLUMNS.filter(column => cases.some(one => askedIn(one).includes(column)))

function rowOf(
  one: Case,
  columns: readonly Column[],
  answers: Answers,
  deviations: readonly Deviation[],
): string[] {
  const cells = columns.map(column => {
    if (!askedIn(one).includes(column)) return '-'
    const says = answers.get(column)?.get(one) ?? '-'
    const deviates = deviations.some(({ of, column: whose }) => of === nameOf(one) && whose === column)
    return deviates || says !== expectedOf(one, column) ? `**${says}**` : says
  })
  return [one.name, one.rule, one.expected, ...cells]
}

function reasons(deviations: readonly Deviation[]): string {
  if (deviations.length === 0) return '## Known deviations\n\nNone.\n'
  const rows = deviations.map(({ of, column, says, because }) => [of, column, says, because])
  return `## Known deviations\n\n${asTable([['case', 'who', 'says', 'because'], ...rows])}\n`
}

/** A table as the formatter has it. */
function asTable(rows: readonly string[][]): string {
  const escaped = rows.map(row => row.map(cell => cell.replaceAll('|', String.raw`\|`)))
  const widths = (escaped[0] ?? []).map((_, at) => Math.max(3, ...escaped.map(row => (row[at] ?? '').length)))
  const lines = escaped.map(row => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`)
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}
