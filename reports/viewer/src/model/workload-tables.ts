import type { Labels } from '../../../../load/measure/measurement.ts'
import type { RunReport } from '../../../run-report.ts'
import { distributionsOf, type Distribution } from './measured/distributions.ts'
import { endpointsOf, type Endpoint } from './endpoints.ts'
import { connectionMetric, labelsWithout } from './measured/http-metric.ts'
import { labelText, seriesKey, workloadTitle } from './measured/names.ts'

/** The endpoints of one HTTP workload, or of one mix. */
export interface WorkloadTable {
  key: string
  title: string
  workload: string
  /** By what else tells them apart, such as the class of a mix's users. */
  groups: EndpointGroup[]
  /** What it took to open its connections. */
  connections: ConnectionTimes[]
}

/** Endpoints that share all labels but their names. */
export interface EndpointGroup {
  /** Empty when there is nothing to tell. */
  title: string
  endpoints: Endpoint[]
  /** Over all of them. */
  requests: number
  failed: number
}

/** How long connections took to be made. */
export interface ConnectionTimes {
  labels: Labels
  /** Name lookup and TCP. */
  connect: Distribution | undefined
  /** The handshake of those that are encrypted. */
  tls: Distribution | undefined
}

/** Order down the page; other workloads follow as they were measured. */
const WORKLOADS = ['api', 'api.concurrent', 'messages', 'agents', 'skills', 'shape', 'mix']
const MIXES = ['light', 'moderate', 'heavy', 'stress']

/** A table for each HTTP workload; one for each mix, the lightest first. */
export function workloadTables(
  report: Pick<RunReport, 'curves' | 'measurements' | 'judgements'>,
): WorkloadTable[] {
  const tables = Map.groupBy(endpointsOf(report), tableKey)
  const connections = distributionsOf(report).filter(({ metric }) => connectionMetric(metric))
  return [...tables]
    .toSorted(([, [a]], [, [b]]) => compare(a, b))
    .flatMap(([key, endpoints]): WorkloadTable[] => {
      const [first] = endpoints
      if (!first) return []
      const { workload } = first
      const mix = first.labels['mix']
      return [
        {
          key,
          title: mix === undefined ? workloadTitle(workload) : `${workloadTitle(workload)}: ${mix}`,
          workload,
          groups: groupsOf(endpoints),
          connections: connectionTimes(
            connections.filter(
              ({ metric, labels }) =>
                connectionMetric(metric)?.workload === workload &&
                (labels['mix'] === undefined || labels['mix'] === mix),
            ),
          ),
        },
      ]
    })
}

const tableKey = ({ workload, labels }: Endpoint): string => seriesKey(workload, { mix: labels['mix'] ?? '' })

function compare(a: Endpoint | undefined, b: Endpoint | undefined): number {
  return (
    rank(WORKLOADS, a?.workload) - rank(WORKLOADS, b?.workload) ||
    rank(MIXES, a?.labels['mix']) - rank(MIXES, b?.labels['mix'])
  )
}

function rank(order: readonly string[], name: string | undefined): number {
  const at = order.indexOf(name ?? '')
  return at < 0 ? order.length : at
}

function groupsOf(endpoints: readonly Endpoint[]): EndpointGroup[] {
  const title = ({ labels }: Endpoint) => labelText(labelsWithout(labels, ['endpoint', 'mix']))
  return [...Map.groupBy(endpoints, title)].map(([name, own]): EndpointGroup => {
    const tallies = own.flatMap(({ errors }) => errors ?? [])
    return {
      title: name,
      endpoints: own,
      requests: tallies.reduce((sum, { total }) => sum + total, 0),
      failed: tallies.reduce((sum, { bad }) => sum + bad, 0),
    }
  })
}

function connectionTimes(distributions: readonly Distribution[]): ConnectionTimes[] {
  const byLabels = Map.groupBy(distributions, ({ labels }) => seriesKey('', labels))
  return [...byLabels.values()].map((own): ConnectionTimes => {
    const part = (wanted: string) => own.find(({ metric }) => connectionMetric(metric)?.part === wanted)
    return { labels: own[0]?.labels ?? {}, connect: part('connect'), tls: part('tls') }
  })
}
