import type { Judgement } from '../../../judge/slo.ts'
import type { RunReport } from '../../../run-report.ts'
import { distributionsOf, type Distribution } from './distributions.ts'
import { judgementsOf } from './judged.ts'
import { nearestRank } from '../../../../load/measure/nearest-rank.ts'
import { byUrgency } from './verdicts.ts'
import { tallySums } from './tally-sums.ts'

/** All that is known about one endpoint of the API. */
export interface Endpoint {
  name: string
  /** Absent when only errors or capacity were measured. */
  latency?: Distribution
  errors?: { total: number; bad: number; causes: Record<string, number> }
  /** Median answers a second by number of connections, fewest connections first. */
  capacity: { connections: number; perSecond: number }[]
  /** About latency, errors and capacity, worst first. */
  judgements: Judgement[]
}

const METRICS = ['api.latency', 'api.errors', 'api.capacity']

/** A row an endpoint: those with the label `endpoint` of `api.latency`, `api.errors` and `api.capacity`, in that order. */
export function endpointsOf(report: Pick<RunReport, 'curves' | 'measurements' | 'judgements'>): Endpoint[] {
  const latencies = distributionsOf(report).filter(({ metric }) => metric === 'api.latency')
  const tallies = tallySums(report.measurements).filter(({ metric }) => metric === 'api.errors')
  const measured = [...latencies, ...report.measurements.filter(({ metric }) => METRICS.includes(metric))]
  const names = new Set(measured.flatMap(({ labels }) => labels['endpoint'] ?? []))
  return [...names].map(name => {
    const latency = latencies.find(({ labels }) => labels['endpoint'] === name)
    const errors = tallies.find(({ labels }) => labels['endpoint'] === name)
    return {
      name,
      ...(latency && { latency }),
      ...(errors && { errors }),
      capacity: capacityOf(report, name),
      judgements: METRICS.flatMap(metric =>
        (['values', 'events'] as const).flatMap(about =>
          judgementsOf(report.judgements, metric, { endpoint: name }, about),
        ),
      ).toSorted(byUrgency),
    }
  })
}

function capacityOf(report: Pick<RunReport, 'measurements'>, endpoint: string): Endpoint['capacity'] {
  const rates = new Map<number, number[]>()
  for (const { metric, labels, data } of report.measurements) {
    if (metric !== 'api.capacity' || labels['endpoint'] !== endpoint || data.kind !== 'samples') continue
    const connections = Number(labels['connections'])
    rates.set(connections, [...(rates.get(connections) ?? []), ...data.points.map(point => point.value)])
  }
  return [...rates]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([connections, values]) => {
      const perSecond = nearestRank(
        values.toSorted((a, b) => a - b),
        50,
      )
      return perSecond === undefined ? [] : [{ connections, perSecond }]
    })
}
