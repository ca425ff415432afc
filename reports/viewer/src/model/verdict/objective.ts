import type { Judgement } from '../../../../judge/slo.ts'
import type { Unit } from '../../../../../load/measure/measurement.ts'
import { formatExact, formatValue } from '../../../../format.ts'
import { statisticText } from '../../../../wording/statistic-text.ts'

/** Which side of the limit is good. */
export type Direction = 'smaller' | 'larger' | 'equal'

/** An objective taken apart: `p(95)<200` is statistic `p95`, operator `<`, limit 200. */
export interface Objective {
  statistic: string
  operator: '<' | '<=' | '>' | '>=' | '=='
  limit: number
}

const GRAMMAR =
  /^\s*([a-z]+)?\s*(?:\(\s*(\d+(?:\.\d+)?)\s*\))?\s*(<=|>=|==|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i

/** Takes an objective in k6's grammar apart; undefined when it is not in it. */
export function parseObjective(objective: string): Objective | undefined {
  const match = GRAMMAR.exec(objective)
  if (!match) return undefined
  return {
    statistic: `${match[1] ?? ''}${match[2] ?? ''}`,
    operator: match[3] as Objective['operator'],
    limit: Number(match[4]),
  }
}

/** Which side of the limit is good, by the operator. An objective that cannot be read counts as smaller is better. */
export function direction(objective: string): Direction {
  const operator = parseObjective(objective)?.operator
  if (operator === '>' || operator === '>=') return 'larger'
  return operator === '==' ? 'equal' : 'smaller'
}

/** The objective for a person: `p(95)<2000` in ms reads `p95 < 2.00 s`. Unreadable ones are shown as written. */
export function objectiveText(objective: string, unit: Unit): string {
  const parsed = parseObjective(objective)
  if (!parsed) return statisticText(objective)
  const symbols: Record<Objective['operator'], string> = {
    '<': '<',
    '<=': '≤',
    '>': '>',
    '>=': '≥',
    '==': '=',
  }
  return `${statisticText(objective)} ${symbols[parsed.operator]} ${formatExact(parsed.limit, unit)}`.trim()
}

/** What was observed, for a person; a dash without data. */
export function observedText(judgement: Pick<Judgement, 'observed' | 'unit'>): string {
  return formatValue(judgement.observed, judgement.unit)
}
