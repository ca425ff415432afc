import type { Labels } from '../../../../../load/measure/measurement.ts'

/** What of a request's workload a metric tells. */
export type HttpPart =
  | 'latency'
  | 'service'
  | 'ttfb'
  | 'errors'
  | 'capacity'
  | 'closed.latency'
  | 'closed.errors'
  | 'phase.latency'
  | 'phase.errors'

/** Parts of whole connections, which belong to no request. */
export type ConnectionPart = 'connect' | 'tls'

const REQUESTS = /^(.+?)\.((?:closed\.|phase\.)?(?:latency|errors)|service|ttfb|capacity)$/
const CONNECTIONS = /^(.+)\.(connect|tls)$/

/** Measured otherwise than by requests to an endpoint, and shown in sections of their own. */
const ELSEWHERE = /^(?:dashboard|users|realtime|lighthouse|capacity)(?:\.|$)/

/** Takes the metric of a request apart: `api.closed.errors` is the part `closed.errors` of the workload `api`. Undefined for all other metrics. */
export function httpMetric(
  metric: string,
  labels: Labels,
): { workload: string; part: HttpPart; endpoint: string } | undefined {
  const [, workload, part] = REQUESTS.exec(metric) ?? []
  const { endpoint } = labels
  if (workload === undefined || endpoint === undefined || ELSEWHERE.test(metric)) return undefined
  return { workload, part: part as HttpPart, endpoint }
}

/** Takes the metric of a workload's connections apart: `api.tls`. Undefined for all other metrics. */
export function connectionMetric(metric: string): { workload: string; part: ConnectionPart } | undefined {
  const [, workload, part] = CONNECTIONS.exec(metric) ?? []
  if (workload === undefined || ELSEWHERE.test(metric)) return undefined
  return { workload, part: part as ConnectionPart }
}

/** Labels without some of them. */
export function labelsWithout(labels: Labels, without: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !without.includes(name)))
}
