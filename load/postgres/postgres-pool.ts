import { DatabaseError, Pool } from 'pg'
import type { PoolClient } from 'pg'
import { ServiceError, serviceAddress } from '../service/service-error.ts'
import type { ServiceAddress, ServiceErrorCode } from '../service/service-error.ts'
import { postgresFault, stateOf } from './postgres-fault.ts'

/** How PostgreSQL is reached. Serialisable. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  url: string
  /** At most so many at once. Default 10. */
  connections?: number
  /** How long a statement may wait for a connection, and how long it may take, ms each. Default 5000. */
  timeoutMs?: number
}

/** SQLSTATEs by which it lets this user not in. */
const NOT_LET_IN = new Set(['28000', '28P01'])

/** A pool of connections to PostgreSQL whose waits have an end, where the client's default is to wait for ever. */
export class PostgresPool {
  readonly #pool: Pool
  #lost = 0

  private constructor(pool: Pool) {
    this.#pool = pool
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
      query_timeout: timeoutMs,
      application_name: 'fleetmark',
    })
    const opened = new PostgresPool(pool)
    try {
      await pool.query('SELECT 1')
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

  /** Lends a connection. One on which something failed that the server did not tell of is not used again. @returns what `use` returns */
  async lend<Result>(use: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    try {
      const result = await use(client)
      client.release()
      return result
    } catch (error) {
      client.release(postgresFault(error).kind !== 'answer')
      throw error
    }
  }

  /** Ends all connections, once they are given back. */
  async close(): Promise<void> {
    await this.#pool.end()
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
