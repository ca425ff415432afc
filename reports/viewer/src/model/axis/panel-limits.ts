import type { Judgement } from '../../../../judge/slo.ts'
import { objectiveText, parseObjective } from '../verdict/objective.ts'
import { labelValues } from '../measured/names.ts'
import type { Panel } from './panels.ts'

/** A limit drawn across a panel. */
export interface PanelLimit {
  value: number
  /** For a person: `p95 < 200 ms`. */
  text: string
}

/** @returns the limits on the values of a panel, each once; of percentiles those that it shows */
export function panelLimits(
  { metrics, unit, shows }: Pick<Panel, 'metrics' | 'unit' | 'shows'>,
  judgements: readonly Judgement[],
): PanelLimit[] {
  const limits = judgements.flatMap(({ metric, labels, unit: own, objective, limit }) => {
    const statistic = parseObjective(objective)?.statistic ?? ''
    const isOfValues = statistic === 'med' || statistic === 'avg' || statistic.startsWith('p')
    const isShown = shows === undefined || shows.includes(nameOf(statistic))
    if (!metrics.includes(metric) || own !== unit || !isOfValues || !isShown) return []
    return [{ value: limit, text: objectiveText(objective, unit), of: labelValues(labels) }]
  })
  const each = [...new Map(limits.map(one => [one.text, one])).values()]
  // Which of them is of which line has to be said only where there are several.
  return each.map(({ value, text, of }): PanelLimit => ({
    value,
    text: each.length > 1 && of !== '' ? `${of} ${text}` : text,
  }))
}

const nameOf = (statistic: string): string => (statistic === 'med' ? 'p50' : statistic)
