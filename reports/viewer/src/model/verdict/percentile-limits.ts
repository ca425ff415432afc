import type { Judgement } from '../../../../judge/slo.ts'
import type { Distribution } from '../measured/distributions.ts'
import { judgementsOf } from './judged.ts'
import { objectiveText, parseObjective } from './objective.ts'

/** A limit that an objective sets on a percentile. */
export interface PercentileLimit {
  percentile: number
  value: number
  /** The objective for a person: `p95 < 200 ms`. */
  text: string
}

/** The limits on the percentiles of a distribution, a median being the 50th. */
export function percentileLimits(
  { metric, labels }: Pick<Distribution, 'metric' | 'labels'>,
  judgements: readonly Judgement[],
): PercentileLimit[] {
  return judgementsOf(judgements, metric, labels, 'values').flatMap(({ objective, limit, unit }) => {
    const statistic = parseObjective(objective)?.statistic ?? ''
    const percentile = statistic === 'med' ? 50 : Number(/^p(\d.*)$/.exec(statistic)?.[1])
    return Number.isFinite(percentile)
      ? [{ percentile, value: limit, text: objectiveText(objective, unit) }]
      : []
  })
}
