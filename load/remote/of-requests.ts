import type { Measurement } from '../measure/measurement.ts'

/** Generators of requests, as they call themselves. */
const GENERATORS: ReadonlySet<string> = new Set(['http', 'autocannon', 'users'])

/**
 * @param metrics prefixes of what the requests are measured as
 * @returns whether something is measured of a workload of these requests, and not of a swarm that the same worker holds meanwhile
 */
export function isOfRequests(
  { metric, labels }: Pick<Measurement, 'metric' | 'labels'>,
  metrics: readonly string[],
): boolean {
  if (metric.startsWith('generator.')) return GENERATORS.has(labels['generator'] ?? '')
  if (metric.startsWith('load.'))
    return (labels['workload'] ?? '').split(', ').some(name => metrics.includes(name))
  return metrics.some(prefix => metric === prefix || metric.startsWith(`${prefix}.`))
}
