import type { Labels, Measurement, Unit } from '../../load/measure/measurement.ts'
import { gatherEvidence } from './evidence.ts'
import { matching } from './matching.ts'
import { parseStatistic } from './objective.ts'
import type { Slo } from './slo.ts'

/** A figure that is told and never judged: no verdict and no count has it. */
export interface Reported {
  id: string
  /** The id, and the value of the SLO's `by` label. */
  name: string
  title: string
  category: string
  metric: string
  labels: Labels
  unit: Unit
  /** As the SLO names it: `med`. */
  statistic: string
  /** In `unit`. Absent when there is no data. */
  observed?: number
  n: number
  /** Where there is no data: why, if the measurement says so. */
  absence?: string
  source: string
}

/** @returns a figure for each SLO of level `info`, and each value of its `by` label, in the order of the SLOs @throws ObjectiveError when its statistic can't be read */
export function reportFigures(slos: readonly Slo[], measurements: readonly Measurement[]): Reported[] {
  return slos
    .filter(({ level }) => level === 'info')
    .flatMap(slo => {
      const { id, title, category, metric, unit, objective, source } = slo
      const statistic = parseStatistic(objective)
      return matching(slo, measurements).map(({ name, labels, measurements: own }): Reported => {
        const evidence = gatherEvidence(own, { statistic, operator: '<', limit: Number.POSITIVE_INFINITY })
        const absence = own.find(one => one.absence !== undefined)?.absence
        return {
          id,
          name,
          title,
          category,
          metric,
          labels,
          unit,
          statistic: objective,
          ...(evidence && { observed: evidence.observed }),
          n: evidence?.n ?? 0,
          ...(!evidence && absence !== undefined && { absence }),
          source,
        }
      })
    })
}
