import { formatCount, formatExact, formatValue } from '../format.ts'
import { nameStatistic } from '../judge/because.ts'
import { parseObjective } from '../judge/objective.ts'
import type { Judgement } from '../judge/slo.ts'

/** Of a name that a target gave, and of what it answered, so many characters are cited. */
const LONGEST = 80

/** So many of a list are named. */
const MOST_NAMED = 3

/** @returns a text of at most `longest` characters */
export function clip(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** @returns what a judgement was made on: `api.latency (GET /api/agents) p95 545 ms (limit 200 ms)` */
export function cite(judgement: Judgement): string {
  const { name, unit, limit, observed } = judgement
  return `${clip(name)} ${statisticOf(judgement)}${formatValue(observed, unit)} (limit ${formatExact(limit, unit)})`
}

/** `p95 `; nothing where it is a share or a count of events. */
function statisticOf({ objective }: Judgement): string {
  const parsed = parseObjective(objective)
  const { kind } = parsed.statistic
  return kind === 'rate' || kind === 'count' ? '' : `${nameStatistic(parsed)} `
}

/** @returns the judgements' figures, and how many there are beyond the first few: `a p95 2 s (limit 1 s); b ...; and 3 more` */
export const citeAll = (judgements: readonly Judgement[], most = MOST_NAMED): string =>
  joined(judgements.map(cite), most, '; ')

/** @returns the judgements' names: `a, b, c and 3 more` */
export const nameAll = (judgements: readonly Judgement[], most = MOST_NAMED): string =>
  joined(
    judgements.map(({ name }) => clip(name)),
    most,
    ', ',
  )

/** @returns the first of some texts, and how many there are beyond */
export function joined(texts: readonly string[], most = MOST_NAMED, between = ', '): string {
  const more = texts.length - most
  if (more > 0) return `${texts.slice(0, most).join(between)}${between}and ${formatCount(more)} more`
  return texts.join(between)
}

/** @returns `1 SLO`, `3 SLOs` */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
