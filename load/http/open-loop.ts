import { arrivals, rateAt } from '../arrivals.ts'
import type { Arrivals, ArrivalShape } from '../arrivals.ts'
import { phasesOf } from '../arrivals/phases.ts'
import type { Clock } from '../clock.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/generator-health.ts'
import { healthDoubts } from '../measure/health-doubts.ts'
import type { Labels, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { runSchedule } from '../schedule.ts'
import { faultOf } from './fault-of.ts'
import { GivingUp } from './giving-up.ts'
import { jitWarmUp } from './jit-warm-up.ts'
import { loadSeries } from './load-series.ts'
import { outgoing } from './outgoing.ts'
import type { Expectation, HttpRequest } from './request.ts'
import { RequestRecord } from './request-record.ts'
import { Sender } from './sender.ts'
import type { Prepared, SenderOptions } from './sender.ts'
import { warmUp } from './warm-up.ts'

/** One stream of arrivals of one request. */
export interface Stream {
  request: HttpRequest
  arrivals: ArrivalShape
  /** Prefix of the metrics: `api` gives `api.latency`, `api.service`, `api.ttfb`, `api.errors`. */
  metric: string
  labels: Labels
  /**
   * The entry of the answers' header `Server-Timing` that says how long the work itself took: `overhead` is the service time above it. Default: not
   * looked at.
   */
  serverTiming?: string
}

export interface OpenLoopOptions extends SenderOptions {
  streams: Stream[]
  /**
   * How long the same requests are sent before, and forgotten: connections are made, and the target's caches fill. Default none.
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
 * A failed request leaves no latency; one that times out leaves the time-out as a lower bound, marked censored. Where nothing at all is
 * answered, sending ends early, and what then still falls due counts as failed.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns for each stream: `latency` (response time, from the intended start), `service` (from the actual start), `ttfb` (service time
 * up to the response's head), all in ms, and `errors`, and of each phase of its shape `phase.latency` and `phase.errors`; of all their
 * connections `connect` and `tls` in ms, under the first stream's name; and the generator's own health
 */
export async function openLoop(
  options: OpenLoopOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { streams, headers = {}, warmUpMs } = options
  const sender = new Sender(options, clock)
  try {
    await jitWarmUp(clock)
    if (warmUpMs) await warmUp(streams, headers, warmUpMs, sender, clock)
    const health = new GeneratorHealth(clock)
    const startMs = clock.nowMs() + LEAD_MS
    const means = { sender, health, clock, recording, givingUp: new GivingUp(clock) }
    const runs = streams.map(stream => new StreamRun(stream, options, startMs, means))
    await Promise.all(runs.map(run => run.run()))
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const doubts = healthDoubts([report])
    return [
      ...runs.flatMap(({ record }) => record.measurements(window, doubts)),
      ...sender.measurements(streams[0]?.metric ?? 'http', {}, window),
      ...loadSeries(
        runs.map(({ record }) => record.counted()),
        { 'load.intended': intended(streams, window) },
        window,
      ),
      ...healthMeasurements('http', [report], window),
    ]
  } finally {
    sender.stop()
  }
}

/** The rate of all streams in the middle of each second. */
function intended(streams: readonly Stream[], { startMs, endMs }: Measurement['window']): [number, number][] {
  return Array.from({ length: Math.ceil((endMs - startMs) / 1000) }, (_, second) => [
    startMs + second * 1000,
    streams.reduce((sum, stream) => sum + rateAt(stream.arrivals, second * 1000 + 500), 0),
  ])
}

/** What all streams of a run share. */
interface Means {
  sender: Sender
  health: GeneratorHealth
  recording: Recording
  givingUp: GivingUp
  clock: Clock
}

class StreamRun {
  readonly record: RequestRecord
  readonly #arrivals: Arrivals
  readonly #expect: Expectation | undefined
  readonly #next: (index: number) => Prepared
  readonly #mostInFlight: number
  readonly #startMs: number
  readonly #means: Means
  #inFlight = 0
  #idle: (() => void) | undefined

  constructor(
    { request, arrivals: shape, metric, labels, serverTiming }: Stream,
    { headers = {}, mostInFlight = 10_000 }: OpenLoopOptions,
    startMs: number,
    means: Means,
  ) {
    const { timeoutMs } = means.sender
    this.record = new RequestRecord(
      {
        metric,
        labels,
        timeoutMs,
        startMs,
        serverTiming,
        phases: phasesOf(shape),
      },
      means.recording,
    )
    this.#arrivals = arrivals(shape)
    this.#expect = request.expect
    this.#next = outgoing(request, headers, means.sender)
    this.#mostInFlight = mostInFlight
    this.#startMs = startMs
    this.#means = means
  }

  async run(): Promise<void> {
    const { clock, givingUp } = this.#means
    let due = 0
    const fire = (index: number, intendedMs: number): void => {
      due = index + 1
      this.#send(index, intendedMs)
    }
    await runSchedule(this.#arrivals, this.#startMs, clock, fire, givingUp.signal)
    const left = this.#arrivals.count - due
    if (left > 0) this.record.giveUp(left, clock.nowMs())
    if (this.#inFlight > 0) await new Promise<void>(resolve => (this.#idle = resolve))
  }

  #send(index: number, intendedMs: number): void {
    if (this.#inFlight >= this.#mostInFlight) {
      this.record.leaveOut()
      return
    }
    const { sender, health, givingUp, clock } = this.#means
    health.began(intendedMs, clock.nowMs())
    this.#inFlight++
    sender.send(this.#next(index), intendedMs, done => {
      this.record.add(done, faultOf(done.outcome, this.#expect))
      givingUp.heard(done.outcome)
      this.#inFlight--
      if (this.#inFlight === 0) this.#idle?.()
    })
  }
}
