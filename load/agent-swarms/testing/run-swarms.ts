import { readWhole } from '../../measure/distribution.ts'
import type { HistogramData, Labels, Measurement, TallyData } from '../../measure/measurement.ts'
import { withSwarms } from './swarms-truth.ts'
import type { SwarmsTruth, TruthSwarms } from './swarms-truth.ts'

/** Measures swarms of known behaviour. @returns what was measured, and how many swarms are left */
export function measured(
  truth: SwarmsTruth,
  measure: (origin: string, swarms: TruthSwarms) => Promise<Measurement[]>,
): Promise<{ all: Measurement[]; left: number }> {
  return withSwarms(truth, async (origin, swarms) => {
    const all = await measure(origin, swarms)
    return { all, left: swarms.left() }
  })
}

/** @returns the measurement of that metric whose labels are those @throws where there is none */
export function one(all: readonly Measurement[], metric: string, labels: Labels = {}): Measurement {
  const found = all.find(
    candidate =>
      candidate.metric === metric &&
      Object.entries(labels).every(([name, value]) => candidate.labels[name] === value),
  )
  if (!found) throw new Error(`There is no ${metric} of ${JSON.stringify(labels)}.`)
  return found
}

/** @returns how many good and bad events there were, and of which causes */
export function counted(all: readonly Measurement[], metric: string, labels: Labels = {}) {
  const { total, bad, causes } = one(all, metric, labels).data as TallyData
  return { good: total - bad, causes }
}

/** @returns the times of that metric */
export const timesOf = (all: readonly Measurement[], metric: string, labels: Labels = {}) =>
  readWhole(one(all, metric, labels).data as HistogramData)
