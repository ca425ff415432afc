import type { Labels } from '../../../../load/measure/measurement.ts'
import type { RunReport } from '../../../run-report.ts'
import { distributionsOf, type Distribution } from './measured/distributions.ts'
import { endpointsOf, type Endpoint } from './endpoints.ts'
import type { Declared } from '../../../stored/declared.ts'
import { labelsWithout, labelText, seriesKey } from './measured/names.ts'

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
}

/** How long connections took to be made. */
export interface ConnectionTimes {
  labels: Labels
  /** Name lookup and TCP. */
  connect: Distribution | undefined
  /** The handshake of those that are encrypted. */
  tls: Distribution | undefined
}

/** A table for each HTTP workload, by their places; one for each mix, in the order in which they were measured. */
export function workloadTables(
  report: Pick<RunReport, 'curves' | 'measurements' | 'judgements'>,
  declared: Declared,
): WorkloadTable[] {
  const tables = Map.groupBy(endpointsOf(report, declared), tableKey)
  const distributions = distributionsOf(report)
  const places = declared.namesOf(view => view.kind === 'request').map(metric => workloadOf(metric, declared))
  return [...tables]
    .flatMap(([key, endpoints]): WorkloadTable[] => {
      const [first] = endpoints
      if (!first) return []
      const { workload, title } = first
      const mix = first.labels['mix']
      const own = distributions.filter(
        ({ metric, labels }) =>
          workloadOf(metric, declared) === workload && (labels['mix'] === undefined || labels['mix'] === mix),
      )
      return [
        {
          key,
          title: mix === undefined ? title : `${title}: ${mix}`,
          workload,
          groups: groupsOf(endpoints),
          connections: connectionTimes(own, declared),
        },
      ]
    })
    .toSorted((a, b) => places.indexOf(a.workload) - places.indexOf(b.workload))
}

function workloadOf(metric: string, declared: Declared): string | undefined {
  const view = declared.view(metric)
  return view.kind === 'request' ? view.workload : undefined
}

const tableKey = ({ workload, labels }: Endpoint): string => seriesKey(workload, { mix: labels['mix'] ?? '' })

function groupsOf(endpoints: readonly Endpoint[]): EndpointGroup[] {
  const title = ({ labels }: Endpoint) => labelText(labelsWithout(labels, ['endpoint', 'mix']))
  return [...Map.groupBy(endpoints, title)].map(([name, own]) => ({ title: name, endpoints: own }))
}

function connectionTimes(distributions: readonly Distribution[], declared: Declared): ConnectionTimes[] {
  const partOf = ({ metric }: Distribution): string | undefined => {
    const view = declared.view(metric)
    return view.kind === 'request' ? view.part : undefined
  }
  const ofConnections = distributions.filter(each => ['connect', 'tls'].includes(partOf(each) ?? ''))
  const byLabels = Map.groupBy(ofConnections, ({ labels }) => seriesKey('', labels))
  return [...byLabels.values()].map((own): ConnectionTimes => ({
    labels: own[0]?.labels ?? {},
    connect: own.find(each => partOf(each) === 'connect'),
    tls: own.find(each => partOf(each) === 'tls'),
  }))
}
