import { largestOf, leastOf } from '../../../../load/measure/extremes.ts'
import { perSecond } from '../../../../load/measure/tally.ts'
import type { Labels, Measurement, TallyData } from '../../../../load/measure/measurement.ts'
import { nearestRank } from '../../../../load/measure/nearest-rank.ts'
import type { Judgement } from '../../../judge/slo.ts'
import type { RunReport } from '../../../run-report.ts'
import { distributionsOf, type Distribution } from './measured/distributions.ts'
import type { RequestPart } from '../../../../load/measure/metric.ts'
import type { Declared } from '../../../stored/declared.ts'
import { judgementsOf } from './verdict/judged.ts'
import { labelsWithout, seriesKey } from './measured/names.ts'
import { tallySums, type TallySum } from './measured/tally-sums.ts'
import { byUrgency } from './verdict/verdicts.ts'

/** Requests to one endpoint, or of one step of a journey, in one workload: all that is known about them. */
export interface Endpoint {
  /** Tells it apart from all others. */
  key: string
  name: string
  /** `api` of `api.latency`. */
  workload: string
  /** The workload in words. */
  title: string
  /** Without those that only tell its parts apart. */
  labels: Labels
  /** Response time, from the intended start. */
  latency: Distribution | undefined
  /** From the actual start. */
  service: Distribution | undefined
  /** From the actual start to the response's head. */
  ttfb: Distribution | undefined
  errors: TallySum | undefined
  /** Requests counted, good and bad; undefined when it was driven in a closed loop only. */
  requests: number | undefined
  /** Requests over the window in which they were sent. */
  perSecond: number | undefined
  /** Requests and failed ones, a block a second. */
  counted: TallyData['blocks']
  /** Of the arrivals, in order of their windows. */
  stages: EndpointStage[]
  /** In a closed loop, fewest connections first. */
  capacity: CapacityStep[]
  /** About any of its parts, worst first. */
  judgements: Judgement[]
}

/** A stage of the arrivals, and what its requests met. */
export interface EndpointStage {
  name: string
  window: Measurement['window']
  latency: Distribution | undefined
  errors: TallySum | undefined
}

/** What came back at one number of connections, each with one request under way. */
export interface CapacityStep {
  connections: number
  /** Answers a second, the median of its samples. */
  perSecond: number | undefined
  /** Service time: in a closed loop nothing is due at a time. */
  latency: Distribution | undefined
  errors: TallySum | undefined
}

/** A measurement of requests, and the part of their row that it is. */
interface Measured {
  part: RequestPart
  measurement: Measurement
}

type Distributions = ReadonlyMap<string, Distribution>

/** Labels that only tell the parts of a row apart. */
const OF_PARTS = ['connections', 'stage']

/** A row for each endpoint of each HTTP workload, in the order in which they were measured. */
export function endpointsOf(
  report: Pick<RunReport, 'curves' | 'measurements' | 'judgements'>,
  declared: Declared,
): Endpoint[] {
  const distributions = new Map(
    distributionsOf(report).map(each => [seriesKey(each.metric, each.labels), each]),
  )
  const rows = new Map<
    string,
    Pick<Endpoint, 'name' | 'workload' | 'title' | 'labels'> & { measured: Measured[] }
  >()
  for (const measurement of report.measurements) {
    const view = declared.view(measurement.metric)
    const { endpoint } = measurement.labels
    if (view.kind !== 'request' || endpoint === undefined) continue
    const { workload, part } = view
    const labels = labelsWithout(measurement.labels, OF_PARTS)
    const key = seriesKey(workload, labels)
    const row = rows.get(key) ?? { name: endpoint, workload, title: view.title, labels, measured: [] }
    row.measured.push({ part, measurement })
    rows.set(key, row)
  }
  return [...rows].map(([key, { measured, ...row }]): Endpoint => {
    const latency = distributionOf(measured, 'latency', distributions)
    const errors = tallyOf(measured, 'errors')
    const requests = errors?.total ?? latency?.n
    const seconds = secondsOf(measurementsOf(measured, errors ? 'errors' : 'latency'))
    return {
      ...row,
      key,
      latency,
      service: distributionOf(measured, 'service', distributions),
      ttfb: distributionOf(measured, 'ttfb', distributions),
      errors,
      requests,
      perSecond: requests !== undefined && seconds > 0 ? requests / seconds : undefined,
      counted: measurementsOf(measured, 'errors')
        .flatMap(({ data }) => (data.kind === 'tally' ? perSecond(data) : []))
        .toSorted((a, b) => a.startMs - b.startMs),
      stages: stagesOf(measured, distributions),
      capacity: capacityOf(measured, distributions),
      judgements: judgementsAbout(measured, report.judgements),
    }
  })
}

function stagesOf(measured: readonly Measured[], distributions: Distributions): EndpointStage[] {
  return splitBy('stage', measured)
    .map(([name, own]): EndpointStage => {
      const windows = own.map(({ measurement }) => measurement.window)
      return {
        name,
        window: {
          startMs: leastOf(windows.map(({ startMs }) => startMs)),
          endMs: largestOf(windows.map(({ endMs }) => endMs)),
        },
        latency: distributionOf(own, 'stage.latency', distributions),
        errors: tallyOf(own, 'stage.errors'),
      }
    })
    .toSorted((a, b) => a.window.startMs - b.window.startMs)
}

function capacityOf(measured: readonly Measured[], distributions: Distributions): CapacityStep[] {
  return splitBy('connections', measured)
    .map(([connections, own]): CapacityStep => {
      const values = measurementsOf(own, 'capacity')
        .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))
        .sort((a, b) => a - b)
      return {
        connections: Number(connections),
        perSecond: nearestRank(values, 50),
        latency: distributionOf(own, 'closed.latency', distributions),
        errors: tallyOf(own, 'closed.errors'),
      }
    })
    .toSorted((a, b) => a.connections - b.connections)
}

/** What carries a label, by its values. */
function splitBy(label: string, measured: readonly Measured[]): [value: string, own: Measured[]][] {
  const carrying = measured.filter(({ measurement }) => measurement.labels[label] !== undefined)
  return [...Map.groupBy(carrying, ({ measurement }) => measurement.labels[label] ?? '')]
}

const measurementsOf = (measured: readonly Measured[], wanted: RequestPart): Measurement[] =>
  measured.flatMap(({ part, measurement }) => (part === wanted ? measurement : []))

const tallyOf = (measured: readonly Measured[], part: RequestPart): TallySum | undefined =>
  tallySums(measurementsOf(measured, part))[0]

const secondsOf = (measurements: readonly Measurement[]): number =>
  measurements.reduce((sum, { window }) => sum + (window.endMs - window.startMs) / 1000, 0)

function distributionOf(
  measured: readonly Measured[],
  part: RequestPart,
  distributions: Distributions,
): Distribution | undefined {
  const [first] = measurementsOf(measured, part)
  return first && distributions.get(seriesKey(first.metric, first.labels))
}

function judgementsAbout(measured: readonly Measured[], judgements: readonly Judgement[]): Judgement[] {
  const about = new Set(
    measured.flatMap(({ measurement: { metric, labels } }) =>
      (['values', 'events'] as const).flatMap(kind => judgementsOf(judgements, metric, labels, kind)),
    ),
  )
  return [...about].toSorted(byUrgency)
}
