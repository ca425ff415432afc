import { Pool } from 'undici'
import type { Clock } from '../clock.ts'
import type { Labels, Measurement } from '../measure/measurement.ts'
import { Answer } from './answer.ts'
import type { Outcome } from './answer.ts'
import { Correlation } from './correlation.ts'
import type { CorrelationOptions } from './correlation.ts'
import type { HttpRequest } from './request.ts'
import type { Done } from './request-record.ts'
import { ReusedConnections } from './reused-connections.ts'
import { TimedConnector } from './timed-connector.ts'

/** How a workload reaches its target. Serialisable. */
export interface SenderOptions {
  /** e.g. `http://127.0.0.1:8080` */
  origin: string
  /** Sent with every request. Default none. */
  headers?: Record<string, string>
  /** A request not answered in full after this long (from its intended start) is ended and counted. Default 10 000 ms. */
  timeoutMs?: number
  /** By what the requests are found in the target's logs. Default: they carry no such headers. */
  correlation?: CorrelationOptions
}

/** Milliseconds after which a request is given up when nothing else is said. */
export const DEFAULT_TIMEOUT_MS = 10_000

/** Codes with which a request ends whose connection the target closed. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/** A body that is looked into is kept up to here, in bytes. */
const MOST_KEPT = 1024 * 1024

/** A request as it goes out. */
export interface Outgoing {
  method: HttpRequest['method']
  path: string
  headers: Record<string, string>
  body: string | null
  /** Whether the body of the answer is looked into: its first MiB is kept. */
  keepsBody: boolean
}

/** Sends requests over as many connections as are needed, and tells of each how it ended. */
export class Sender {
  readonly timeoutMs: number
  readonly #clock: Clock
  readonly #pool: Pool
  readonly #connector: TimedConnector
  readonly #connections = new ReusedConnections()
  readonly #correlation: Correlation | undefined

  constructor({ origin, timeoutMs = DEFAULT_TIMEOUT_MS, correlation }: SenderOptions, clock: Clock) {
    this.timeoutMs = timeoutMs
    this.#clock = clock
    this.#connector = new TimedConnector(clock)
    this.#pool = new Pool(origin, { connections: null, pipelining: 1, connect: this.#connector.connect })
    this.#correlation = correlation && new Correlation(correlation)
  }

  /**
   * Sends a request at once.
   *
   * @param intendedMs when it was due, epoch ms: its time-out counts from there
   * @param done is told once how it ended
   */
  send({ keepsBody, ...request }: Outgoing, intendedMs: number, done: (done: Done) => void): void {
    const startedMs = this.#clock.nowMs()
    const correlated = this.#correlation?.next()
    const finish = (outcome: Outcome): void => {
      const lost = outcome.kind === 'failed' && answer.isReused && CLOSED.has(outcome.cause)
      done({ outcome, intendedMs, startedMs, seq: correlated?.seq, lost })
    }
    const answer = new Answer(
      this.timeoutMs - (startedMs - intendedMs),
      keepsBody ? MOST_KEPT : 0,
      this.#connections,
      this.#clock,
      finish,
    )
    const headers = correlated ? { ...request.headers, ...correlated.headers } : request.headers
    const options = { ...request, headers, bodyTimeout: 0, headersTimeout: 0 }
    this.#pool.dispatch(options, answer)
  }

  /** @returns how long connections took to make: `connect`, and `tls` where there was one */
  measurements(metric: string, labels: Labels, window: Measurement['window']): Measurement[] {
    return this.#connector.measurements(metric, labels, window)
  }

  /** Closes all connections. */
  async stop(): Promise<void> {
    this.#connections.stop()
    await this.#pool.destroy()
  }
}
