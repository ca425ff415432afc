import { DatabaseError, Pool } from 'pg'
import type { QueryResult, QueryResultRow } from 'pg'
import { systemClock } from '../clock.ts'
import { Deadlines } from '../http/wire/deadlines.ts'
import { ServiceError, serviceAddress } from '../service/service-error.ts'
import type { ServiceAddress, ServiceErrorCode } from '../service/service-error.ts'
import { postgresFault, READ_TIMEOUT, stateOf } from './postgres-fault.ts'

/** How PostgreSQL is reached. Serialisable. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  url: string
  /** At most so many at once. Default 10. */
  connections?: number
  /** How long a statement may wait for a connection, and how long it may take, ms each. Default 5000. */
  timeoutMs?: number
}

/** A statement and what stands for `$1`, `$2`, ... in it. */
export interface Statement {
  text: string
  values?: unknown[]
}

/** Who asks PostgreSQL, and is told. */
export interface Asker {
  /** There is a connection. */
  connected: () => void
  /** The answer. What it throws is told as what the client throws. */
  answered: (result: QueryResult) => void
  /** What the client throws; the last that is told, as an answer is. */
  failed: (error: Error) => void
}

/** SQLSTATEs by which it lets this user not in. */
const NOT_LET_IN = new Set(['28000', '28P01'])

/** A pool of connections to PostgreSQL whose waits have an end, where the client's default is to wait for ever. */
export class PostgresPool {
  readonly #pool: Pool
  readonly #timeoutMs: number
  readonly #deadlines = new Deadlines(systemClock)
  #lost = 0

  private constructor(pool: Pool, timeoutMs: number) {
    this.#pool = pool
    this.#timeoutMs = timeoutMs
    // Without a listener of the connection's own, one that is lost while it is lent would end the process; without the pool's, one that is not.
    pool.on('connect', client => {
      client.once('error', () => this.#lost++)
      client.on('error', () => {})
    })
    pool.on('error', () => {})
  }

  /** @throws ServiceError when PostgreSQL can't be used */
  static async open({ url, connections = 10, timeoutMs = 5000 }: PostgresOptions): Promise<PostgresPool> {
    const address = serviceAddress('PostgreSQL', url, ['postgres:', 'postgresql:'])
    const pool = new Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: timeoutMs,
      // A connection that is there stays: a workload that pauses does not pay for a new one.
      idleTimeoutMillis: 0,
      application_name: 'fleetmark',
    })
    const opened = new PostgresPool(pool, timeoutMs)
    try {
      await opened.query('SELECT 1')
      return opened
    } catch (error) {
      await pool.end()
      throw unusable(error, address)
    }
  }

  /** Those that are there; those of them that nobody uses; statements that wait for one. */
  get counts(): { total: number; idle: number; waiting: number } {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.#pool
    return { total, idle, waiting }
  }

  /** How often a connection was lost. */
  get lost(): number {
    return this.#lost
  }

  /**
   * Asks on a connection of the pool. One on which something failed that the server did not tell of is not used again.
   *
   * By calls back and with one timer for all, where the client makes a dozen promises and two timers of each statement: those cost half of what asking itself does.
   */
  ask({ text, values = [] }: Statement, asker: Asker): void {
    this.#pool.connect((unconnected, client, release) => {
      if (client === undefined) {
        asker.failed(unconnected ?? new Error('no connection'))
        return
      }
      let isOver = false
      const end = (error: Error | null, result?: QueryResult): void => {
        if (isOver) return
        isOver = true
        this.#deadlines.remove(timed)
        const fault = error ?? refusal(asker, result!)
        // Who waits has the connection once this one is told: what one takes is what the other waits.
        if (fault) asker.failed(fault)
        release(fault !== undefined && postgresFault(fault).kind !== 'answer')
      }
      const timed = {
        deadlineMs: systemClock.nowMs() + this.#timeoutMs,
        before: undefined,
        after: undefined,
        timeOut: () => end(new Error(READ_TIMEOUT)),
      }
      this.#deadlines.add(timed)
      asker.connected()
      client.query(text, values, end)
    })
  }

  /** Asks once. @returns the answer @throws what the client does */
  query<Row extends QueryResultRow>(text: string): Promise<QueryResult<Row>> {
    return new Promise((answered, failed) => this.ask({ text }, { connected() {}, answered, failed }))
  }

  /** Ends all connections, once they are given back. */
  async close(): Promise<void> {
    await this.#pool.end()
    this.#deadlines.stop()
  }
}

/** Hands on an answer. @returns what whoever asked throws, who can't use it */
function refusal(asker: Asker, result: QueryResult): Error | undefined {
  try {
    asker.answered(result)
    return undefined
  } catch (thrown) {
    return thrown as Error
  }
}

function unusable(error: unknown, { shown, redact }: ServiceAddress): ServiceError {
  const message = redact(error instanceof Error ? error.message : String(error))
  const say = (code: ServiceErrorCode, what: string): ServiceError =>
    new ServiceError(code, `PostgreSQL at ${shown} ${what}.`, new Error(message))
  if (error instanceof DatabaseError) {
    const sqlState = error.code ?? ''
    const what = stateOf(sqlState) ?? `refuses to be asked (${message})`
    return say(NOT_LET_IN.has(sqlState) ? 'ERR_SERVICE_PASSWORD' : 'ERR_SERVICE_UNREADY', what)
  }
  const { kind, cause } = postgresFault(error)
  if (kind === 'answer') return say('ERR_SERVICE_PASSWORD', 'asks for a password')
  if (kind === 'timeout' || cause === 'connecting timed out')
    return say('ERR_SERVICE_PROTOCOL', 'lets one connect, and does not answer')
  if (cause === 'not the protocol of PostgreSQL' || cause === 'connection closed')
    return say('ERR_SERVICE_PROTOCOL', 'does not answer as PostgreSQL does')
  return say(
    'ERR_SERVICE_UNREACHABLE',
    kind === 'own-limit' ? `was not asked (${cause})` : `is not reached (${cause})`,
  )
}
