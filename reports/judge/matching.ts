import type { Labels, Measurement } from '../../load/measure/measurement.ts'
import type { Slo } from './slo.ts'

/** What an SLO is about: all that was measured of it, or of one value of its `by` label. */
export interface Matching {
  /** The SLO's id, and the value of its `by` label. */
  name: string
  labels: Labels
  measurements: Measurement[]
}

/** @returns the measurements of an SLO's metric that carry its labels, for each value of its `by` label, and those that lack it; one without any where there is none */
export function matching(slo: Slo, measurements: readonly Measurement[]): Matching[] {
  const { id, metric, where = {}, by } = slo
  const own = measurements.filter(one => one.metric === metric && carries(one.labels, where))
  if (by === undefined || own.length === 0) return [{ name: id, labels: where, measurements: own }]
  return [...Map.groupBy(own, ({ labels }) => labels[by])].map(([value, measured]) =>
    value === undefined
      ? { name: id, labels: where, measurements: measured }
      : { name: `${id} (${value})`, labels: { ...where, [by]: value }, measurements: measured },
  )
}

function carries(labels: Labels, where: Labels): boolean {
  return Object.entries(where).every(([name, value]) => labels[name] === value)
}
