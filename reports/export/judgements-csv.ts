import { parseObjective } from '../judge/objective.ts'
import type { RunReport } from '../run-report.ts'
import { plainLabel } from './plain-text.ts'

/** So many characters of a text are kept: one that is cut ends in a hash of what it was. */
const TEXT = 1000

const COLUMNS = [
  'id',
  'metric',
  'labels',
  'level',
  'statistic',
  'operator',
  'limit',
  'unit',
  'value',
  'n',
  'verdict',
  'confidence',
  'baseline',
  'change',
  'change_of',
  'change_verdict',
  'change_chance',
  'trend',
] as const

/**
 * The judgements of a run as CSV (RFC 4180), a row an SLO and each value of its `by` label. Numbers are in the SLO's unit, changes are shares of what
 * `change_of` names; `change_chance` is how likely one of the run's figures looks as much worse by chance. What is not there is empty.
 */
export function writeJudgements({ judgements, comparison, trend }: RunReport): string {
  const rows = judgements.map((one): Record<(typeof COLUMNS)[number], string | number | undefined> => {
    const compared = comparison?.rows.find(({ name }) => name === one.name)
    const { operator } = parseObjective(one.objective)
    return {
      id: one.id,
      metric: one.metric,
      labels: Object.entries(one.labels)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
      level: one.level,
      statistic: one.objective.replace(/\s*[<>=].*$/s, ''),
      operator,
      limit: one.limit,
      unit: one.unit,
      value: one.observed,
      n: one.n,
      verdict: one.verdict,
      confidence: one.confidence,
      baseline: compared?.before,
      change: compared?.change?.estimate,
      change_of: compared?.change?.of,
      change_verdict: compared?.verdict,
      change_chance: compared?.chance,
      trend: trend?.rows.find(({ name }) => name === one.name)?.because,
    }
  })
  const lines = rows.map(row => COLUMNS.map(column => cell(row[column])).join(','))
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection); numbers stay numbers. */
function cell(value: string | number | undefined): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = plainLabel(value ?? '', TEXT)
  const safe = /^\s*[=+\-@|]/.test(text) && !/^[<>=]{1,2}$/.test(text) ? `'${text}` : text
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
