import autocannon from 'autocannon'
import type { Clock } from '../../clock.ts'
import { GeneratorHealth, healthMeasurements } from '../../measure/health/generator-health.ts'
import { healthDoubts } from '../../measure/health/health-doubts.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { ClosedLoopOptions } from './closed-loop-options.ts'
import { ClosedLoopRecord, SLOT_MS } from './closed-loop-record.ts'
import { Correlation } from '../correlation.ts'
import { deckOf } from './deck.ts'
import { sentHeaders } from '../header-fields.ts'
import { headersOf } from '../request.ts'
import type { HttpRequest } from '../request.ts'
import { DEFAULT_TIMEOUT_MS } from '../sender.ts'
import { pathOf, targetUrl } from '../../target-url.ts'
import { watchClient } from './watch-client.ts'

/** The time before the window in which connections are made and caches fill. */
const WARM_UP_MS = 500

/** A request as it goes out, but for its body. */
type SentForm = Pick<HttpRequest, 'method' | 'path'> & { headers: Record<string, string> }

/**
 * How many requests a second come back at a number of connections (the closed model), driven by autocannon.
 *
 * Autocannon's own latency is cut to whole milliseconds and goes wrong when connections are recycled, so each client's requests are
 * timed here: see `watchClient`. It reconnects at once and for ever where nobody answers; after 200 errors of the connection, or two for each
 * client, the run ends early.
 *
 * Requests are prepared before the run, so that the number in `X-Perf-Seq` is that of a client's card, and comes again with each round of its deck.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `capacity` (answers a second without error, a sample each half second, in a run beyond ten minutes each longer stretch; of a mix, with the label `endpoint: 'mix'`); for each
 * request `closed.latency` (service time, ms) and `closed.errors`; and the generator's health
 * @throws RangeError when the requests make no deck: see `deckOf`; RequestError when one of them can't be sent
 */
export async function closedLoop(
  options: ClosedLoopOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, connections, seconds, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const decks = Array.from({ length: connections }, (_, client) => deckOf(requests, client))
  const correlation = options.correlation && new Correlation(options.correlation)
  const forms = requests.map(({ request }) => formOf(request, options))
  const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'autocannon' })
  const beganMs = clock.nowMs()
  const startMs = beganMs + WARM_UP_MS
  const endMs = startMs + seconds * 1000
  const record = new ClosedLoopRecord(options, { beganMs, startMs, endMs }, () => instance?.stop(), recording)

  let instance: autocannon.Instance | undefined
  const finished = new Promise<void>((resolve, reject) => {
    instance = autocannon(
      {
        url: options.origin,
        connections,
        pipelining: 1,
        // How often autocannon looks whether it is to stop.
        sampleInt: 100,
        duration: seconds + WARM_UP_MS / 1000 + 1,
        timeout: timeoutMs / 1000,
        // Its own report takes some tenths of a second of CPU time, and is not read.
        skipAggregateResult: true,
        setupClient: client => {
          const deck = decks.shift() ?? []
          client.setRequests(
            deck.map(({ entry, body }) => {
              const { headers, ...sent } = forms[entry] as SentForm
              return {
                ...sent,
                headers: { ...headers, ...correlation?.next().headers },
                ...(body === undefined ? {} : { body }),
              }
            }),
          )
          watchClient(client, deck, record, clock)
        },
      },
      (error: Error | null) => (error ? reject(error) : resolve()),
    )
  })
  const stop = setTimeout(() => instance?.stop(), endMs - clock.nowMs())
  const slots = setInterval(() => record.endSlots(clock.nowMs()), SLOT_MS)
  try {
    await finished
  } finally {
    clearTimeout(stop)
    clearInterval(slots)
  }

  const report = health.stop()
  return [
    ...record.measurements(healthDoubts([report])),
    ...healthMeasurements('autocannon', [report], record.window),
  ]
}

/** @throws RequestError when it can't be sent */
function formOf(request: HttpRequest, { origin, headers = {} }: ClosedLoopOptions): SentForm {
  const { method, path, bodies: [first = ''] = [] } = request
  const sent = sentHeaders(headersOf(request, headers), Buffer.byteLength(first))
  return { method, path: pathOf(targetUrl(path, origin)), headers: sent }
}
