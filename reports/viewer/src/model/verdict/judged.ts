import type { Judgement } from '../../../../judge/slo.ts'
import type { Labels } from '../../../../../load/measure/measurement.ts'
import { parseObjective } from './objective.ts'
import { byUrgency } from './verdicts.ts'

/** What an objective is about: events that are counted (`rate`, `count`), or values that are spread (all others). */
export type Judged = 'events' | 'values'

/**
 * The judgements about a measurement, worst first: same metric, and every label of the judgement carried by it. `about` tells
 * the share of connections that succeed from the time they take, when both have the same metric.
 */
export function judgementsOf(
  judgements: readonly Judgement[],
  metric: string,
  labels: Labels,
  about: Judged,
): Judgement[] {
  return judgements
    .filter(
      judgement =>
        judgement.metric === metric &&
        judgedBy(judgement.objective) === about &&
        Object.entries(judgement.labels).every(([name, value]) => labels[name] === value),
    )
    .toSorted(byUrgency)
}

function judgedBy(objective: string): Judged {
  const statistic = parseObjective(objective)?.statistic
  return statistic === 'rate' || statistic === 'count' ? 'events' : 'values'
}
