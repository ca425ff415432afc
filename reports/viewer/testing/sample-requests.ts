import type { Labels, Measurement } from '../../../load/measure/measurement.ts'
import { nearestRank } from '../../../load/measure/nearest-rank.ts'
import { seededRandom } from '../../../load/seeded-random.ts'
import type { Curve } from '../../run-report.ts'
import { bucketValues } from '../../value-buckets.ts'
import { sampleBuilders } from './sample-builders.ts'
import { sampleLatency } from './sample-latency.ts'

/** How a stream of requests of the sample run went; seconds are since its start. */
export interface SampleStream {
  /** The workload: `api`. */
  workload: string
  labels: Labels
  fromSec: number
  toSec: number
  perSecond: number | ((sec: number) => number)
  /** Service time, ms, and its spread. */
  medianMs: number
  spread: number
  /** How long a request that is due in a second waits to be sent, ms. Default 0. */
  waitMs?: (sec: number) => number
  /** By cause, so many of the requests of a second fail, the first ones. */
  failures?: { cause: string; sec: number; count: number }[]
  examples?: Record<string, string>
  /** Where each stage of the arrivals begins. */
  stages?: [name: string, fromSec: number][]
}

interface Request {
  sec: number
  latencyMs: number
  serviceMs: number
  /** Absent when it was answered well. */
  cause: string | undefined
}

/** Measurements of the sample run, and the curves of its histograms. Test data only. */
export interface Sampled {
  measurements: Measurement[]
  curves: Curve[]
}

const TIMEOUT_MS = 10_000
const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.99, 100]

/** The requests of one stream of the sample run, as an open loop would measure them. Test data only. */
export function sampleRequests(stream: SampleStream, startMs: number): Sampled {
  const requests = play(stream)
  const { workload, labels, fromSec, toSec, examples } = stream
  const whole = { requests, labels, fromSec, toSec }
  const stages = (stream.stages ?? []).map(([stage, stageFromSec], index, all) => {
    const stageToSec = all[index + 1]?.[1] ?? toSec
    return {
      requests: requests.filter(({ sec }) => sec >= stageFromSec && sec < stageToSec),
      labels: { ...labels, stage },
      fromSec: stageFromSec,
      toSec: stageToSec,
    }
  })
  const parts = [
    timed(`${workload}.latency`, whole, ({ latencyMs }) => latencyMs, startMs),
    timed(`${workload}.service`, whole, ({ serviceMs }) => serviceMs, startMs),
    timed(`${workload}.ttfb`, whole, ({ serviceMs }) => 0.8 * serviceMs, startMs),
    counted(`${workload}.errors`, whole, startMs, examples),
    ...stages.flatMap(stage => [
      timed(`${workload}.stage.latency`, stage, ({ latencyMs }) => latencyMs, startMs),
      counted(`${workload}.stage.errors`, stage, startMs),
    ]),
  ]
  return {
    measurements: parts.flatMap(({ measurements }) => measurements),
    curves: parts.flatMap(({ curves }) => curves),
  }
}

function play({ workload, labels, fromSec, toSec, perSecond, ...stream }: SampleStream): Request[] {
  const noise = seededRandom(
    JSON.stringify([workload, labels]).length * 131 + Math.round(10 * stream.medianMs),
  )
  const seconds = Array.from({ length: toSec - fromSec }, (_, index) => fromSec + index)
  return seconds.flatMap(sec => {
    const causes = (stream.failures ?? []).flatMap(failure =>
      failure.sec === sec ? Array.from({ length: failure.count }, () => failure.cause) : [],
    )
    const count = typeof perSecond === 'number' ? perSecond : Math.round(perSecond(sec))
    return Array.from({ length: count }, (_, index): Request => {
      const serviceMs = sampleLatency(noise, stream.medianMs, stream.spread)
      const latencyMs = serviceMs + (stream.waitMs?.(sec) ?? 0) * (0.6 + 0.8 * noise())
      return { sec, latencyMs, serviceMs, cause: causes[index] }
    })
  })
}

interface Part {
  requests: readonly Request[]
  labels: Labels
  fromSec: number
  toSec: number
}

/** A histogram; a request that timed out is in that of the response time only, as long as the time-out. */
function timed(metric: string, part: Part, timeOf: (request: Request) => number, startMs: number): Sampled {
  const { labels, requests } = part
  const isTimeout = ({ cause }: Request) => cause === 'timeout' && metric.endsWith('latency')
  const values = (among: readonly Request[]) =>
    among
      .flatMap(request =>
        isTimeout(request) ? TIMEOUT_MS : request.cause === undefined ? timeOf(request) : [],
      )
      .sort((a, b) => a - b)
  const all = values(requests)
  const censored = requests.filter(isTimeout).length
  const { measurement } = sampleBuilders(startMs)
  const at = (sorted: readonly number[], percentile: number) => nearestRank(sorted, percentile) ?? 0
  return {
    measurements: [
      measurement(metric, 'ms', labels, [part.fromSec, part.toSec], {
        kind: 'histogram',
        blocks: [],
        n: all.length,
        overflow: 0,
        censored,
      }),
    ],
    curves: [
      {
        metric,
        labels,
        unit: 'ms',
        n: all.length,
        percentiles: PERCENTILES.map(percentile => [percentile, at(all, percentile)]),
        overTime: [...Map.groupBy(requests, ({ sec }) => sec)].map(([sec, own]) => {
          const sorted = values(own)
          return {
            atMs: startMs + 1000 * sec,
            perSecond: sorted.length,
            p50: at(sorted, 50),
            p95: at(sorted, 95),
            p99: at(sorted, 99),
          }
        }),
        buckets: bucketValues(
          all.map(value => [value, 1] as const),
          censored,
        ),
      },
    ],
  }
}

function counted(
  metric: string,
  { requests, labels, fromSec, toSec }: Part,
  startMs: number,
  examples?: Record<string, string>,
): Sampled {
  const causes: Record<string, number> = {}
  for (const { cause } of requests) if (cause !== undefined) causes[cause] = (causes[cause] ?? 0) + 1
  const bad = (among: readonly Request[]) => among.filter(({ cause }) => cause !== undefined).length
  const { measurement } = sampleBuilders(startMs)
  return {
    measurements: [
      measurement(metric, 'count', labels, [fromSec, toSec], {
        kind: 'tally',
        total: requests.length,
        bad: bad(requests),
        causes,
        ...(examples && { examples }),
        blocks: [...Map.groupBy(requests, ({ sec }) => sec)].map(([sec, own]) => ({
          startMs: startMs + 1000 * sec,
          total: own.length,
          bad: bad(own),
        })),
      }),
    ],
    curves: [],
  }
}
