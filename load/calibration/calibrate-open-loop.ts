import { arrivals } from '../arrivals.ts'
import { http } from '../http/http.ts'
import { streamPhase } from '../loops/stream-phase.ts'
import type { Measurement } from '../measure/measurement.ts'
import { dataOf, windowOf } from './data-of.ts'
import { frozenLatencies } from './frozen-latencies.ts'
import { latencyRows } from './latency-rows.ts'
import { latenessOf, percentileOf } from './lateness.ts'
import type { Lateness } from './lateness.ts'
import type { OpenLoopRun, Subject } from './open-loop-runs.ts'
import { countRow } from './row.ts'
import type { CalibrationRow } from './row.ts'
import type { ServerRecords } from './truth/truth-api.ts'
import type { TruthProcess } from './truth/truth-process.ts'

/** @returns rows of the open loop against a server whose times, errors and time-outs are known: a stream for each subject */
export async function calibrateOpenLoop(truth: TruthProcess, run: OpenLoopRun): Promise<CalibrationRow[]> {
  const { options, timeoutMs, subjects } = run
  const { id, origin } = await truth.ask('startServer', options)
  const streams = subjects.map(({ path, query, arrivals: shape }) => ({
    metric: path,
    labels: {},
    request: { method: 'GET', path: `${path}?${query}` } as const,
    arrivals: shape,
  }))
  const all = await http.openLoop({ origin, streams, timeoutMs, warmUpMs: WARM_UP_MS })
  const records = servedIn(windowOf(all, 'generator.lateness'), await truth.ask('serverRecords', id))
  const lateness = await openLoopLateness(truth, all)
  return [
    ...subjects.flatMap((subject, index) => [
      ...subjectRows(
        {
          ...subject,
          ...(subject.path === options.freeze?.path && { truthMs: frozen(subject, index, all, records) }),
        },
        { instrument: 'open loop', timeoutMs, all, records, lateness },
      ),
      countRow({
        instrument: 'open loop',
        subject: subject.subject,
        quantity: 'due',
        truth: arrivals(subject.arrivals, streamPhase(index)).count,
        measured: dataOf(all, `${subject.path}.errors`, 'tally').total,
      }),
    ]),
    inFlightRow(run, all, records),
  ]
}

/** How long the open loop warms up. */
const WARM_UP_MS = 500

/** @returns the server's records without the requests of the warm-up, which is over when the window begins */
export const servedIn = ({ startMs }: Measurement['window'], records: ServerRecords): ServerRecords => ({
  ...records,
  served: records.served.filter(({ arrivedMs }) => arrivedMs >= startMs),
})

/** @returns how late the open loop and the truth were while it ran */
export async function openLoopLateness(truth: TruthProcess, all: readonly Measurement[]): Promise<Lateness> {
  const truthMs = await truth.ask('lateness', windowOf(all, 'generator.lateness'))
  return latenessOf(all, truthMs, { fromIntendedStart: true })
}

/** What a freeze does to what falls due in it, whatever the server took before. */
const frozen =
  (
    { path, arrivals: shape }: Subject,
    index: number,
    all: readonly Measurement[],
    { freezes }: ServerRecords,
  ) =>
  (goodMs: readonly number[]): number[] =>
    frozenLatencies(
      arrivals(shape, streamPhase(index)),
      windowOf(all, `${path}.latency`).startMs,
      percentileOf(goodMs, 50),
      freezes,
    )

/** A run, what was measured in it, and what the server saw. */
interface Seen {
  instrument: string
  timeoutMs: number
  all: readonly Measurement[]
  records: ServerRecords
  lateness: Lateness
}

/**
 * @param one its metric is its path; `truthMs` where the latencies are not simply what the server took
 * @returns its times and counts beside what the server saw of it
 */
export function subjectRows(
  one: Omit<Subject, 'arrivals'> & { truthMs?(goodMs: readonly number[]): number[] },
  { instrument, timeoutMs, all, records, lateness }: Seen,
): CalibrationRow[] {
  const { path, subject, percentiles } = one
  const asked = records.served.filter(request => request.path === path)
  const answered = asked.filter(request => request.serviceMs !== undefined)
  const good = answered.filter(request => request.status === 200)
  const unanswered = asked.length - answered.length
  const goodMs = good.flatMap(request => request.serviceMs ?? [])
  const latency = dataOf(all, `${path}.latency`, 'histogram')
  const errors = dataOf(all, `${path}.errors`, 'tally')
  const timedOut = errors.causes['timeout'] ?? 0
  const common = { instrument, subject }
  const count = (quantity: string, truth: number, measured: number): CalibrationRow =>
    countRow({ ...common, quantity, truth, measured })
  return [
    ...latencyRows({
      ...common,
      truthMs: one.truthMs?.(goodMs) ?? [...goodMs, ...Array.from({ length: unanswered }, () => timeoutMs)],
      measured: latency,
      percentiles,
      lateness,
    }),
    count('sent', asked.length, errors.total),
    count('completed', good.length, errors.total - errors.bad),
    count('failed', answered.length - good.length, errors.bad - timedOut),
    count('timed out', unanswered, timedOut),
    count('latencies', good.length + unanswered, latency.n),
    count('latencies that are lower bounds', unanswered, latency.censored),
  ]
}

/** Of all that was begun, what has no outcome when the run is over: as much as of all that arrived. */
function inFlightRow(
  { subjects }: OpenLoopRun,
  all: readonly Measurement[],
  { served }: ServerRecords,
): CalibrationRow {
  const settled = subjects.reduce((sum, { path }) => sum + dataOf(all, `${path}.errors`, 'tally').total, 0)
  return countRow({
    instrument: 'open loop',
    subject: `the ${subjects.length} streams at once`,
    quantity: 'in flight at the end',
    truth: served.length - settled,
    measured: dataOf(all, 'generator.lateness', 'histogram').n - settled,
  })
}
