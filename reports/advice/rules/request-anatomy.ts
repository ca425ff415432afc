import type { Measurement } from '../../../load/measure/measurement.ts'
import type { Judgement } from '../../judge/slo.ts'
import type { Curve } from '../../run-report.ts'
import { median } from '../../statistics/median.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

/** What the requests of a judgement did, in percentiles, ms. A part that was not measured is `undefined`: it took no time that is known, not none. */
export interface Anatomy {
  endpoint: string
  window: Measurement['window'] | undefined
  requests: number
  p5: number
  p50: number
  p95: number
  serviceP50: number | undefined
  serviceP95: number | undefined
  ttfbP95: number | undefined
  connectP95: number | undefined
  /** How many connections were opened. */
  connections: number
  /** The service time less what Server-Timing says the work took. */
  overheadP50: number | undefined
  /** The median response time in the first and the last quarter of a load of ten seconds or more. */
  course: { first: number; last: number } | undefined
}

/** @returns what the requests of a judgement on a response time did; `undefined` where there is no distribution of it */
export function anatomyOf(seen: Seen, { metric, labels }: Judgement): Anatomy | undefined {
  const workload = metric.replace(/\.(?:latency|overhead)$/, '')
  const own = seen.curve(metric, labels)
  const latency = own && seen.curve(`${workload}.latency`, own.labels)
  if (!latency) return undefined
  const part = (name: string, percentile: number): number | undefined => {
    const curve = seen.curve(`${workload}.${name}`, latency.labels)
    return curve && percentileOf(curve, percentile)
  }
  const connect = seen.curve(`${workload}.connect`)
  const overhead = seen.curve(`${workload}.overhead`, latency.labels)
  return {
    endpoint: latency.labels['endpoint'] ?? workload,
    window: seen.window(`${workload}.latency`, latency.labels),
    requests: latency.n,
    p5: percentileOf(latency, 5),
    p50: percentileOf(latency, 50),
    p95: percentileOf(latency, 95),
    serviceP50: part('service', 50),
    serviceP95: part('service', 95),
    ttfbP95: part('ttfb', 95),
    // Few connections carry many requests: those of a pool that is kept wait for none.
    connectP95: connect && connect.n > 0.5 * latency.n ? percentileOf(connect, 95) : undefined,
    connections: connect?.n ?? 0,
    overheadP50: overhead ? percentileOf(overhead, 50) : undefined,
    course: courseOf(latency),
  }
}

function courseOf({ overTime }: Curve): Anatomy['course'] {
  const quarter = Math.round(overTime.length / 4)
  if (overTime.length < 8) return undefined
  const middleOf = (points: Curve['overTime']): number => median(Float64Array.from(points, ({ p50 }) => p50))
  return { first: middleOf(overTime.slice(0, quarter)), last: middleOf(overTime.slice(-quarter)) }
}

/** Another endpoint under the same load. */
export interface Peer {
  endpoint: string
  p95: number
  p99: number
}

/** @returns the other endpoints that were asked within the same time, the quickest first */
export function peersOf(seen: Seen, window: Measurement['window'] | undefined, endpoint: string): Peer[] {
  if (!window) return []
  return seen.report.curves
    .filter(({ metric, labels }) => {
      if (!/^[^.]+\.latency$/.test(metric) || (labels['endpoint'] ?? endpoint) === endpoint) return false
      const own = seen.window(metric, labels)
      return own !== undefined && own.startMs < window.endMs && own.endMs > window.startMs
    })
    .map(curve => ({
      endpoint: curve.labels['endpoint'] ?? '',
      p95: percentileOf(curve, 95),
      p99: percentileOf(curve, 99),
    }))
    .toSorted((a, b) => a.p95 - b.p95)
}
