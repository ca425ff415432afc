import type { Labels, Measurement } from '../../../../../load/measure/measurement.ts'
import { seriesKey } from './names.ts'

/** Good and bad events of one metric and one set of labels, over the whole run. */
export interface TallySum {
  metric: string
  labels: Labels
  total: number
  bad: number
  causes: Record<string, number>
  /** For some causes the first event of its kind, as text. */
  examples: Record<string, string>
}

/** Adds up the tallies that differ in nothing but their window. */
export function tallySums(measurements: readonly Measurement[]): TallySum[] {
  const sums = new Map<string, TallySum>()
  for (const { metric, labels, data } of measurements) {
    if (data.kind !== 'tally') continue
    const key = seriesKey(metric, labels)
    const before = sums.get(key) ?? { metric, labels, total: 0, bad: 0, causes: {}, examples: {} }
    const causes = { ...before.causes }
    for (const [cause, count] of Object.entries(data.causes)) causes[cause] = (causes[cause] ?? 0) + count
    sums.set(key, {
      metric,
      labels,
      total: before.total + data.total,
      bad: before.bad + data.bad,
      causes,
      examples: { ...data.examples, ...before.examples },
    })
  }
  return [...sums.values()]
}
