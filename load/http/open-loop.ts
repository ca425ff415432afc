import { Pool } from 'undici'
import { arrivals, rateAt } from '../arrivals.ts'
import type { Arrivals, ArrivalShape } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/generator-health.ts'
import { healthDoubts } from '../measure/health-doubts.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Labels, Measurement, TallyData } from '../measure/measurement.ts'
import { mergeTallies, Tally } from '../measure/tally.ts'
import { runSchedule } from '../schedule.ts'
import { Answer } from './answer.ts'
import type { Outcome } from './answer.ts'
import { headersOf } from './request.ts'
import type { HttpRequest } from './request.ts'
import { ReusedConnections } from './reused-connections.ts'
import { warmUp } from './warm-up.ts'

/** One stream of arrivals of one request. */
export interface Stream {
  request: HttpRequest
  arrivals: ArrivalShape
  /** Prefix of the metrics: `api` gives `api.latency`, `api.service`, `api.ttfb`, `api.errors`. */
  metric: string
  labels: Labels
}

export interface OpenLoopOptions {
  /** e.g. `http://127.0.0.1:8080` */
  origin: string
  streams: Stream[]
  /** Sent with every request. Default none. */
  headers?: Record<string, string>
  /** A request not answered in full after this long (from its intended start) is ended and counted. Default 10 000 ms. */
  timeoutMs?: number
  /**
   * How long the same requests are sent before, and forgotten: connections are made, caches fill, and the generator's own code is compiled.
   * Without it the first third of a second was seen to read tens of milliseconds too long. Default none.
   */
  warmUpMs?: number
  /**
   * Requests of a stream under way at once beyond which no more are sent; those not sent are a doubt. Default 10 000, far above any
   * honest need.
   */
  mostInFlight?: number
}

/** The time between the order to start and the first request. */
const LEAD_MS = 50

/**
 * Sends requests at their intended times whatever the target does (the open model), and measures each from its **intended** start, so
 * that a stall of the target shows in the latency of everything that fell due during it (no coordinated omission).
 *
 * A failed request leaves no latency; one that times out leaves the time-out as a lower bound, marked censored.
 *
 * @returns for each stream: `latency` (response time, from the intended start), `service` (from the actual start), `ttfb` (service time
 * up to the response's head), all in ms, and `errors`; and the generator's own health
 */
export async function openLoop(options: OpenLoopOptions, clock: Clock): Promise<Measurement[]> {
  const pool = new Pool(options.origin, { connections: null, pipelining: 1 })
  const connections = new ReusedConnections()
  try {
    if (options.warmUpMs) await warmUp(options, options.warmUpMs, pool, clock)
    const health = new GeneratorHealth(clock)
    const startMs = clock.nowMs() + LEAD_MS
    const runs = options.streams.map(
      stream => new StreamRun(stream, options, { pool, connections, health, clock }),
    )
    await Promise.all(runs.map(run => run.run(startMs)))
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const doubts = healthDoubts([report])
    return [
      ...runs.flatMap(run => run.measurements(window, doubts)),
      ...loadSeries(
        runs.map(run => run.counted()),
        options.streams.map(stream => stream.arrivals),
        window,
      ),
      ...healthMeasurements('http', [report], window),
    ]
  } finally {
    connections.stop()
    await pool.destroy()
  }
}

/** Requests, those intended, and errors a second over all streams, for the time axis. */
function loadSeries(
  counted: readonly TallyData[],
  shapes: readonly ArrivalShape[],
  window: Measurement['window'],
): Measurement[] {
  const seconds = Math.ceil((window.endMs - window.startMs) / 1000)
  const intended = Array.from({ length: seconds }, (_, second): [number, number] => [
    window.startMs + second * 1000,
    shapes.reduce((sum, shape) => sum + rateAt(shape, second * 1000 + 500), 0),
  ])
  const { blocks } = mergeTallies(counted)
  const series = (metric: string, points: [number, number][]): Measurement => ({
    metric,
    unit: 'per-second',
    labels: {},
    window,
    data: { kind: 'series', points },
    doubts: [],
  })
  return [
    series('load.intended', intended),
    series(
      'load.requests',
      blocks.map(block => [block.startMs, block.total]),
    ),
    series(
      'load.errors',
      blocks.map(block => [block.startMs, block.bad]),
    ),
  ]
}

/** What all streams of a run share. */
interface Means {
  pool: Pool
  connections: ReusedConnections
  health: GeneratorHealth
  clock: Clock
}

class StreamRun {
  readonly #latency = new BlockHistogram()
  readonly #service = new BlockHistogram()
  readonly #ttfb = new BlockHistogram()
  readonly #errors = new Tally()
  readonly #stream: Stream
  readonly #arrivals: Arrivals
  readonly #timeoutMs: number
  readonly #headers: Record<string, string>
  readonly #mostInFlight: number
  readonly #means: Means
  #inFlight = 0
  #unsent = 0
  #lost = 0
  #idle: (() => void) | undefined

  constructor(stream: Stream, options: OpenLoopOptions, means: Means) {
    this.#stream = stream
    this.#arrivals = arrivals(stream.arrivals)
    this.#timeoutMs = options.timeoutMs ?? 10_000
    this.#headers = headersOf(stream.request, options.headers ?? {})
    this.#mostInFlight = options.mostInFlight ?? 10_000
    this.#means = means
  }

  async run(startMs: number): Promise<void> {
    await runSchedule(this.#arrivals, startMs, this.#means.clock, (index, intendedMs) =>
      this.#send(index, intendedMs),
    )
    if (this.#inFlight > 0) await new Promise<void>(resolve => (this.#idle = resolve))
  }

  counted(): TallyData {
    return this.#errors.toData()
  }

  measurements(window: Measurement['window'], health: readonly Doubt[]): Measurement[] {
    const { metric, labels } = this.#stream
    const wanted = this.#arrivals.count
    const unapplied: Doubt[] =
      this.#unsent > 0 ? [{ kind: 'load-not-applied', wanted, applied: wanted - this.#unsent }] : []
    const recycled: Doubt[] = this.#lost > 0 ? [{ kind: 'connections-recycled', lost: this.#lost }] : []
    const histograms = { latency: this.#latency, service: this.#service, ttfb: this.#ttfb }
    return [
      ...Object.entries(histograms).map(([name, histogram]): Measurement => ({
        metric: `${metric}.${name}`,
        unit: 'ms',
        labels,
        window,
        data: histogram.toData(),
        doubts: [...health, ...unapplied],
      })),
      {
        metric: `${metric}.errors`,
        unit: 'count',
        labels,
        window,
        data: this.#errors.toData(),
        doubts: [...unapplied, ...recycled],
      },
    ]
  }

  #send(index: number, intendedMs: number): void {
    if (this.#inFlight >= this.#mostInFlight) {
      this.#unsent++
      return
    }
    const { pool, connections, health, clock } = this.#means
    const startedMs = clock.nowMs()
    health.began(intendedMs, startedMs)
    this.#inFlight++
    const { method, path, bodies } = this.#stream.request
    const body = bodies?.[index % bodies.length] ?? null
    const answer = new Answer(this.#timeoutMs - (startedMs - intendedMs), clock, outcome => {
      this.#record(outcome, intendedMs, startedMs)
      if (outcome.kind === 'failed' && connections.lost(answer, outcome.cause)) this.#lost++
      this.#inFlight--
      if (this.#inFlight === 0) this.#idle?.()
    })
    connections.dispatch(
      pool,
      { method, path, headers: this.#headers, body, bodyTimeout: 0, headersTimeout: 0 },
      answer,
    )
  }

  #record(outcome: Outcome, intendedMs: number, startedMs: number): void {
    switch (outcome.kind) {
      case 'answered':
        if (outcome.status >= 400) {
          this.#errors.bad(`status ${outcome.status}`, intendedMs)
          return
        }
        this.#latency.record(outcome.endMs - intendedMs, intendedMs)
        this.#service.record(outcome.endMs - startedMs, intendedMs)
        this.#ttfb.record(outcome.headMs - startedMs, intendedMs)
        this.#errors.good(intendedMs)
        return
      case 'timed-out':
        this.#latency.recordCensored(this.#timeoutMs, intendedMs)
        this.#errors.bad('timeout', intendedMs)
        return
      case 'failed':
        this.#errors.bad(outcome.cause, intendedMs)
    }
  }
}
