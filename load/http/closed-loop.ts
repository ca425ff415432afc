import type { EventEmitter } from 'node:events'
import autocannon from 'autocannon'
import type { Clock } from '../clock.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/generator-health.ts'
import { healthDoubts } from '../measure/health-doubts.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Labels, Measurement } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import { headersOf } from './request.ts'
import type { HttpRequest } from './request.ts'

export interface ClosedLoopOptions {
  origin: string
  request: HttpRequest
  /** Sent with every request. Default none. */
  headers?: Record<string, string>
  /** Clients, each with one connection and one request under way. */
  connections: number
  /** Measured seconds, a whole number of at least 1; half a second before them warms up. */
  seconds: number
  /** Seconds after which autocannon gives a request up. Default 10. */
  timeoutSeconds?: number
  /** Prefix of the metrics: `api` gives `api.capacity`, `api.closed.latency`, `api.closed.errors`. */
  metric: string
  labels: Labels
}

/** The time before the window in which connections are made and caches fill. */
const WARM_UP_MS = 500

/** Each sample of the capacity counts the answers of this long. */
const SLOT_MS = 500

/** Autocannon reconnects at once and for ever; after this many errors of the connection the run ends early. */
const MOST_CONNECTION_ERRORS = 200

/**
 * How many requests a second come back at a number of connections (the closed model), driven by autocannon.
 *
 * Autocannon's own latency is cut to whole milliseconds and goes wrong when connections are recycled, so each client's events are
 * timed here: from `request` to `response`. A request written to a connection that the server was closing never gets a response;
 * those are counted as `unanswered`.
 *
 * @returns `capacity` (answers a second without error, a sample each half second), `closed.latency` (service time, ms), `closed.errors`, and
 * the generator's health
 */
export async function closedLoop(options: ClosedLoopOptions, clock: Clock): Promise<Measurement[]> {
  const { request, connections, seconds, timeoutSeconds = 10 } = options
  const latency = new BlockHistogram()
  const errors = new Tally()
  const health = new GeneratorHealth(clock)
  const startMs = clock.nowMs() + WARM_UP_MS
  const endMs = startMs + seconds * 1000
  const answers = Array.from<number>({ length: (seconds * 1000) / SLOT_MS }).fill(0)
  const inWindow = (atMs: number): boolean => atMs >= startMs && atMs < endMs

  let refused = 0
  const watch = (client: EventEmitter): void => {
    let startedMs = Number.NaN
    /** Start of a request that another one followed without an answer: given up, or lost with its connection. */
    let supersededMs = Number.NaN
    const settleSuperseded = (): void => {
      if (inWindow(supersededMs)) errors.bad('unanswered', supersededMs)
      supersededMs = Number.NaN
    }
    client.on('request', () => {
      settleSuperseded()
      supersededMs = startedMs
      startedMs = clock.nowMs()
    })
    client.on('response', (status: number) => {
      const nowMs = clock.nowMs()
      settleSuperseded()
      if (inWindow(nowMs)) {
        if (status >= 400) errors.bad(`status ${status}`, nowMs)
        else {
          errors.good(nowMs)
          latency.record(nowMs - startedMs, nowMs)
          const slot = Math.floor((nowMs - startMs) / SLOT_MS)
          answers[slot] = (answers[slot] ?? 0) + 1
        }
      }
      startedMs = Number.NaN
    })
    // Autocannon has sent the next request by the time that it says so.
    client.on('timeout', () => {
      const nowMs = clock.nowMs()
      supersededMs = Number.NaN
      if (!inWindow(nowMs)) return
      errors.bad('timeout', nowMs)
      latency.recordCensored(timeoutSeconds * 1000, nowMs)
    })
    client.on('connError', (error: Error & { code?: string }) => {
      errors.bad(error.code ?? error.message, clock.nowMs())
      startedMs = Number.NaN
      supersededMs = Number.NaN
      if (++refused >= MOST_CONNECTION_ERRORS) instance?.stop()
    })
  }

  let instance: autocannon.Instance | undefined
  const finished = new Promise<void>((resolve, reject) => {
    instance = autocannon(
      {
        url: options.origin,
        requests: (request.bodies ?? [undefined]).map(body => ({
          method: request.method,
          path: request.path,
          headers: headersOf(request, options.headers ?? {}),
          ...(body === undefined ? {} : { body }),
        })),
        connections,
        pipelining: 1,
        // How often autocannon looks whether it is to stop.
        sampleInt: 100,
        duration: seconds + WARM_UP_MS / 1000 + 1,
        timeout: timeoutSeconds,
        setupClient: client => watch(client),
      },
      (error: Error | null) => (error ? reject(error) : resolve()),
    )
  })
  const stop = setTimeout(() => instance?.stop(), endMs - clock.nowMs())
  await finished
  clearTimeout(stop)

  const report = health.stop()
  const window = { startMs, endMs }
  const doubts = healthDoubts([report])
  const common = { labels: { ...options.labels, connections: String(connections) }, window, doubts }
  const closed = errors.toData()
  const lost = closed.causes['unanswered'] ?? 0
  const recycled: Doubt[] = lost > 0 ? [{ kind: 'connections-recycled', lost }] : []
  return [
    {
      ...common,
      metric: `${options.metric}.capacity`,
      unit: 'per-second',
      data: {
        kind: 'samples',
        points: answers.map((count, slot) => ({
          atMs: startMs + slot * SLOT_MS,
          value: (count * 1000) / SLOT_MS,
        })),
      },
    },
    { ...common, metric: `${options.metric}.closed.latency`, unit: 'ms', data: latency.toData() },
    { ...common, metric: `${options.metric}.closed.errors`, unit: 'count', data: closed, doubts: recycled },
    ...healthMeasurements('autocannon', [report], window),
  ]
}
