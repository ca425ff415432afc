import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Correlation } from './correlation.ts'
import type { CorrelationOptions } from './correlation.ts'
import type { HttpOutcome } from './wire/answered.ts'
import { Connection } from './wire/connection.ts'
import type { ConnectionPool } from './wire/connection.ts'
import { Connector, addressOf } from './wire/connector.ts'
import type { ConnectingRecord } from './wire/connector.ts'
import { Deadlines } from './wire/deadlines.ts'
import { Exchange } from './wire/exchange.ts'
import { headerLines, prepareRequest } from './wire/prepared-request.ts'
import type { Outgoing, PreparedRequest } from './wire/prepared-request.ts'
import type { RequestError } from '../request-error.ts'
import { renewedCredentials } from './renewed.ts'

/** How a workload reaches its target. Serialisable. */
export interface SenderOptions {
  /** The target's address, e.g. `http://127.0.0.1:8080`: paths are below its own. */
  origin: string
  /** Sent with every request. Default none. */
  headers?: Record<string, string>
  /** A request not answered in full after this long (from its intended start) is ended and counted. Default 10 000 ms. */
  timeoutMs?: number
  /** Less lateness of the generator than this is none, ms: a tenth of the tightest limit that is judged. Default 10. */
  lateFromMs?: number
  /** By what the requests are found in the target's logs. Default: they carry no such headers. */
  correlation?: CorrelationOptions
}

/** One request that is over; times in epoch ms. */
export interface Done {
  outcome: HttpOutcome
  /** When it was due. */
  intendedMs: number
  /** When it was sent, and when it was over. */
  startedMs: number
  endedMs: number
  /** Its number in the target's logs. */
  seq?: string | undefined
  /** When the connection that was opened for it was there, epoch ms; `undefined` on one that was there before. */
  connectedMs?: number | undefined
  /** Whether a byte of an answer came. */
  begun: boolean
  /** Whether it was lost on a connection that the target had just closed, and could not be sent again. */
  lost: boolean
  /** Whether it was sent again, because the target had just closed the connection. */
  resent: boolean
}

/** Milliseconds after which a request is given up when nothing else is said. */
export const DEFAULT_TIMEOUT_MS = 10_000

/** What a connection reads, 64 kB at most at once: it is looked into, and let go, before another reads. One for the whole thread, which may have a thousand senders. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024)

/** A request that is ready to be sent, or why it can't be. */
export type Prepared = PreparedRequest | RequestError

/**
 * Sends requests over as many connections as are needed (HTTP/1.1, one request at a time on each, no redirects), and tells of each how it
 * ended. It is a client of its own because a general one costs more than all that is measured with it: see docs/benchmarks.md.
 *
 * A target may close an idle connection at any time. A request that crosses with the closing is lost: no byte of its answer comes. It is sent again
 * once, on a new connection, where it is idempotent (RFC 9112, section 9.3.1). All else that ends with a connection is the target's failure: a
 * request on a fresh connection, an answer that had begun, and what was sent again.
 */
export class Sender {
  readonly timeoutMs: number
  readonly #clock: Clock
  readonly #connector: Connector
  readonly #deadlines: Deadlines
  readonly #correlation: Correlation | undefined
  readonly #origin: string
  readonly #resends: boolean
  readonly #pool: ConnectionPool
  readonly #all = new Set<Connection>()
  #isStopped = false
  /** Idle ones, the latest used last: the fewest are kept busy. */
  readonly #free: Connection[] = []

  /**
   * @param options with `resends`, whether an idempotent request that was lost is sent again. Default true; false where the target counts each.
   * @param connecting how its connections are measured. Default: not at all.
   * @throws TypeError, RangeError where the origin is none of HTTP
   */
  constructor(
    {
      origin,
      timeoutMs = DEFAULT_TIMEOUT_MS,
      correlation,
      resends = true,
    }: SenderOptions & { resends?: boolean },
    clock: Clock,
    connecting?: ConnectingRecord,
  ) {
    this.timeoutMs = timeoutMs
    this.#clock = clock
    this.#origin = origin
    this.#resends = resends
    this.#connector = new Connector(addressOf(origin), clock, connecting)
    this.#deadlines = new Deadlines(clock)
    this.#correlation = correlation && new Correlation(correlation)
    this.#pool = {
      clock,
      buffer: READ_BUFFER,
      connect: connection => this.#connector.connect(READ_BUFFER, connection.take),
      free: connection => void this.#free.push(connection),
      gone: connection => this.#forget(connection),
      again: exchange => this.again(exchange),
    }
  }

  /** Makes a request ready to be sent, as often as wanted. */
  prepare(request: Outgoing): Prepared {
    try {
      const prepared = prepareRequest(request, this.#origin)
      return this.#resends ? prepared : { ...prepared, goesAgain: false }
    } catch (error) {
      return error as RequestError
    }
  }

  /**
   * Sends a request at once.
   *
   * @param intendedMs when it was due, epoch ms: its time-out counts from there
   * @param done is told once how it ended, in a later turn of the event loop
   * @param readyMs since when it could be sent, epoch ms: where that was more than a second ago this side was late, and its time-out is put off by
   *   that. Later than `intendedMs` where it waited for the target, for the answer to one before. Default: `intendedMs`
   */
  send(request: Prepared, intendedMs: number, done: (done: Done) => void, readyMs = intendedMs): void {
    if (request instanceof Error) {
      const startedMs = this.#clock.nowMs()
      const { code: cause, message } = request
      const outcome = { kind: 'failed', cause, message } as const
      setImmediate(done, {
        outcome,
        intendedMs,
        startedMs,
        endedMs: startedMs,
        begun: false,
        lost: false,
        resent: false,
      } satisfies Done)
      return
    }
    // To open a connection takes time of its own, and that is the request's: a context of TLS is some milliseconds.
    const exchange = this.begin(renewedCredentials.of(request), intendedMs, done, readyMs)
    const connection = this.#takeFree(exchange.startedMs) ?? this.#open()
    connection.carry(exchange)
  }

  /**
   * Begins the account of a request that somebody else sends now.
   *
   * @param intendedMs see `send`
   * @param done see `send`
   * @param readyMs see `send`
   */
  begin(
    request: PreparedRequest,
    intendedMs: number,
    done: (done: Done) => void,
    readyMs = intendedMs,
  ): Exchange {
    const startedMs = this.#clock.nowMs()
    return new Exchange(
      request,
      { intendedMs, readyMs, startedMs, deadlineMs: intendedMs + this.timeoutMs },
      this.#correlated(),
      this.#deadlines,
      ended => done(this.#doneOf(ended)),
    )
  }

  /** Sends a request again that was lost, on a new connection; once it has stopped, none. */
  again(exchange: Exchange): void {
    if (!this.#isStopped) this.#open().carry(exchange)
  }

  /** @returns how long connections took to make: `connect`, and `tls` where there was one */
  measurements(window: Measurement['window']): Measurement[] {
    return this.#connector.measurements(window)
  }

  /** Closes all connections. What is under way is not heard of any more. */
  stop(): void {
    this.#isStopped = true
    this.#deadlines.stop()
    this.#free.length = 0
    for (const connection of this.#all) connection.destroy()
  }

  #correlated(): { seq: string; lines: string } | undefined {
    if (!this.#correlation) return undefined
    const { seq, headers } = this.#correlation.next()
    return { seq, lines: headerLines(headers) }
  }

  #takeFree(nowMs: number): Connection | undefined {
    for (let one = this.#free.pop(); one; one = this.#free.pop()) {
      if (one.isFresh(nowMs)) return one
      one.destroy()
    }
    return undefined
  }

  #open(): Connection {
    const connection = new Connection(this.#pool)
    this.#all.add(connection)
    return connection
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection)
    const index = this.#free.indexOf(connection)
    if (index >= 0) this.#free.splice(index, 1)
  }

  #doneOf(exchange: Exchange): Done {
    const { outcome, intendedMs, startedMs, seq, connectedMs } = exchange
    const { hasBegun: begun, isLost: lost, isResent: resent } = exchange
    // It is only over with an outcome.
    const ended = outcome as HttpOutcome
    const endedMs = ended.kind === 'answered' ? ended.endMs : this.#clock.nowMs()
    return { outcome: ended, intendedMs, startedMs, endedMs, seq, connectedMs, begun, lost, resent }
  }
}
