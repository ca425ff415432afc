import type { Labels } from '../../../../../load/measure/measurement.ts'

/** Labels in a line: `endpoint GET /api/agents, agents 1000`; empty without labels. `without` names labels to leave out. */
export function labelText(labels: Labels, without: readonly string[] = []): string {
  return Object.entries(labels)
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** Only the values of labels: `GET /api/agents, 1000`, for where the names are known from the context. */
export function labelValues(labels: Labels): string {
  return Object.values(labels).join(', ')
}

/** Key that tells measurements apart, whatever the order of their labels. */
export function seriesKey(metric: string, labels: Labels): string {
  return JSON.stringify([metric, Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b))])
}

/** Labels without some of them. */
export function labelsWithout(labels: Labels, without: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !without.includes(name)))
}
