import type { ArrivalShape } from '../arrivals.ts'
import { stagesOf } from '../arrivals/stages.ts'
import type { Clock } from '../clock.ts'
import { ErrorStorm } from '../loops/error-storm.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { IntendedRate, LoadSeries } from '../loops/load-series.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import type { OperationStream } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import { warmUp } from '../loops/warm-up.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { Labels, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { httpOperation, httpFigures } from './http-operation.ts'
import { startSoon } from '../start-gate.ts'
import type { StartGate } from '../start-gate.ts'
import { jitWarmUp } from './jit-warm-up.ts'
import { outgoing } from './outgoing.ts'
import type { HttpRequest } from './request.ts'
import { Sender } from './sender.ts'
import type { SenderOptions } from './sender.ts'

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
   * For how long, before the warm-up and forgotten with it, the rate rises from none to its highest: see `warmUp`. Default 0; none where there is no warm-up.
   */
  rampMs?: number | undefined
  /**
   * Requests of a stream under way at once beyond which no more are sent; those not sent are a doubt. Default 10 000, far above any
   * honest need.
   */
  mostInFlight?: number
  /** Whether it ends where errors are a storm, see `ErrorStorm`: no connection, no answer in time or a status from 500 on. Default false. */
  stopOnErrors?: boolean | undefined
  /** Machines that share it, of which this one does its part. Default 1. */
  machines?: number
}

/**
 * Sends requests at their intended times whatever the target does (the open model), and measures each from its **intended** start, so
 * that a stall of the target shows in the latency of everything that fell due during it (no coordinated omission).
 *
 * A failed request leaves no latency; one that times out leaves the time-out as a lower bound, marked censored. Where nothing at all is
 * answered, or in a storm of errors where that is asked for, sending ends early, and what then still falls due counts as failed.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param gate says when to begin, once all is ready. Default: at once.
 * @returns for each stream: `latency` (response time, from the intended start), `service` (from the actual start), `ttfb` (service time
 * up to the response's head), all in ms, and `errors`, and of each stage of its shape `stage.latency` and `stage.errors`; of all their
 * connections `connect` and `tls` in ms, under the first stream's name; and the generator's own health
 */
export async function openLoop(
  options: OpenLoopOptions,
  clock: Clock,
  recording = new Recording(),
  gate: StartGate = startSoon,
): Promise<Measurement[]> {
  const { streams, headers = {}, warmUpMs, rampMs = 0, mostInFlight } = options
  const sender = new Sender(options, clock, { recording, metric: streams[0]?.metric ?? 'http', labels: {} })
  const { timeoutMs } = sender
  const operations = (): Pick<OperationStream, 'operation' | 'arrivals'>[] =>
    streams.map(({ request, arrivals, serverTiming }) => ({
      operation: httpOperation(sender, outgoing(request, headers, sender), {
        expect: request.expect,
        serverTiming,
      }),
      arrivals,
    }))
  try {
    await jitWarmUp(clock)
    if (warmUpMs) await warmUp(operations(), { rampMs, warmUpMs, timeoutMs }, clock)
    const startMs = await gate(clock.nowMs())
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'http' })
    const records = streams.map(({ metric, labels, arrivals, serverTiming }) => {
      const kept = { metric, labels, timeoutMs, startMs, stages: stagesOf(arrivals) }
      return new OperationRecord({ ...kept, figures: httpFigures(serverTiming) }, recording)
    })
    const labels = { workload: [...new Set(streams.map(({ metric }) => metric))].join(', ') }
    const load = new LoadSeries(records, labels, recording)
    const shapes = streams.map(({ arrivals }) => arrivals)
    const intended = new IntendedRate(shapes, startMs, clock, labels, recording)
    const means = {
      health,
      clock,
      givingUp: new GivingUp(clock, options.stopOnErrors ? new ErrorStorm(options.machines) : undefined),
    }
    const running = operations().map((stream, index) => ({
      ...stream,
      record: records[index] as OperationRecord,
      mostInFlight,
    }))
    try {
      await runOpenLoop(running, startMs, means)
    } finally {
      intended.stop(clock.nowMs())
    }
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const doubts = healthDoubts([report])
    return [
      ...records.flatMap(record => record.measurements(window, doubts)),
      ...sender.measurements(window),
      ...load.measurements({ 'load.intended': intended.series }, window),
      ...healthMeasurements('http', [report], window),
    ]
  } finally {
    sender.stop()
  }
}
