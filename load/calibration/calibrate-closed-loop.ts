import { http } from '../http/http.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Subject } from './closed-loop-subjects.ts'
import { dataOf, windowOf } from './data-of.ts'
import { eventsIn } from './truth/events-in.ts'
import type { EventsIn } from './truth/events-in.ts'
import { latencyRows } from './latency-rows.ts'
import { edgeMsOf, latenessOf, percentileOf } from './lateness.ts'
import { countRow, rateRow } from './row.ts'
import type { CalibrationRow } from './row.ts'
import type { ServerRecords } from './truth/truth-api.ts'
import type { TruthProcess } from './truth/truth-process.ts'
import type { Stretch } from './truth/truth-server.ts'

/** A request not answered after this long is given up. */
const TIMEOUT_MS = 1000

/**
 * @param seconds a whole number
 * @returns rows of the closed loop (autocannon) against a server whose times, errors and lost connections are known
 */
export async function calibrateClosedLoop(
  truth: TruthProcess,
  { subject, query, options = {}, connections, percentiles }: Subject,
  seconds: number,
): Promise<CalibrationRow[]> {
  const { id, origin } = await truth.ask('startServer', options)
  const all = await http.closedLoop({
    origin,
    requests: [{ request: { method: 'GET', path: `/?${query}` }, labels: {} }],
    connections,
    seconds,
    timeoutMs: TIMEOUT_MS,
    metric: 'truth',
    labels: {},
  })
  const window = windowOf(all, 'truth.capacity')
  const lateness = latenessOf(all, await truth.ask('lateness', window), { fromIntendedStart: false })
  const records = await truth.ask('serverRecords', id)
  const { served } = records
  const goodMs = served.filter(one => one.status === 200).flatMap(serviceIn(window))
  const edgeMs = edgeMsOf(lateness)
  const timeouts = eventsIn(timeOutsMs(served), window, edgeMs)
  const latency = dataOf(all, 'truth.closed.latency', 'histogram')
  const common = { instrument: 'closed loop', subject }
  return [
    ...latencyRows({
      ...common,
      truthMs: [...goodMs, ...Array.from({ length: timeouts.count }, () => TIMEOUT_MS)],
      measured: latency,
      percentiles,
      lateness,
    }),
    countRow(
      { ...common, quantity: 'timed out', truth: timeouts.count, measured: latency.censored },
      timeouts.unsure,
    ),
    ...countRows({ common, all, records, seconds, edgeMs }),
  ]
}

const endedMs = ({ arrivedMs, serviceMs }: ServerRecords['served'][number]): number =>
  arrivedMs + (serviceMs ?? Number.NaN)

/** When the client gives up what is never answered. */
const timeOutsMs = (served: ServerRecords['served']): number[] =>
  served.filter(one => one.manner !== 'answer').map(one => one.arrivedMs + TIMEOUT_MS)

/** The service time of what was answered in the window. */
const serviceIn =
  ({ startMs, endMs }: Stretch) =>
  (one: ServerRecords['served'][number]): number | [] =>
    endedMs(one) >= startMs && endedMs(one) < endMs ? (one.serviceMs ?? []) : []

interface Counted {
  common: { instrument: string; subject: string }
  all: readonly Measurement[]
  records: ServerRecords
  seconds: number
  /** How long after the server the client may notice an answer. */
  edgeMs: number
}

function countRows({
  common,
  all,
  records: { served, closesMs },
  seconds,
  edgeMs,
}: Counted): CalibrationRow[] {
  const window = windowOf(all, 'truth.capacity')
  const errors = dataOf(all, 'truth.closed.errors', 'tally')
  const count = (quantity: string, truth: EventsIn, measured: number): CalibrationRow =>
    countRow({ ...common, quantity, truth: truth.count, measured }, truth.unsure)
  const answered = (status: number): EventsIn =>
    eventsIn(served.filter(one => one.status === status).map(endedMs), window, edgeMs)
  const good = answered(200)
  // That a request was lost is noted with the answer that it got when it was sent again.
  const lostAfterMs = percentileOf(
    served.flatMap(one => one.serviceMs ?? []),
    99,
  )
  const capacity = dataOf(all, 'truth.capacity', 'samples').points.map(point => point.value)
  const latency = dataOf(all, 'truth.closed.latency', 'histogram')
  const completed = errors.total - errors.bad
  const timedOut = errors.causes['timeout'] ?? 0
  return [
    count('completed', good, completed),
    count('failed', answered(503), errors.causes['status 503'] ?? 0),
    rateRow(
      {
        ...common,
        quantity: 'capacity',
        truth: good.count / seconds,
        measured: capacity.reduce((sum, value) => sum + value, 0) / capacity.length,
      },
      good.unsure,
      seconds,
    ),
    countRow({ ...common, quantity: 'latencies', truth: completed + timedOut, measured: latency.n }),
    count(
      'lost with a closed connection',
      eventsIn(closesMs, window, edgeMs + lostAfterMs),
      recycledIn(all, 'truth.closed.errors'),
    ),
  ]
}

/** Requests that were lost with a closed connection, whether they were sent again or not. */
const recycledIn = (all: readonly Measurement[], metric: string): number =>
  all
    .flatMap(one => (one.metric === metric ? one.doubts : []))
    .reduce(
      (sum, doubt) => (doubt.kind === 'connections-recycled' ? sum + doubt.lost + (doubt.resent ?? 0) : sum),
      0,
    )
