import { escapeIdentifier } from 'pg'
import { PostgresPool } from './postgres-pool.ts'

/** What PostgreSQL tells of itself. */
export interface PostgresFigures {
  /** Connections to this database, but for that of who asks; and those of them that wait for a lock. */
  connections: number
  lockWaits: number
}

const QUESTION = `SELECT count(*)::int AS "connections", (count(*) FILTER (WHERE wait_event_type = 'Lock'))::int AS "lockWaits"
  FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`

/** Asks PostgreSQL for its own figures. */
export class PostgresActivity {
  readonly #pool: PostgresPool

  private constructor(pool: PostgresPool) {
    this.#pool = pool
  }

  /** @throws ServiceError when PostgreSQL can't be used */
  static async open(url: string): Promise<PostgresActivity> {
    return new PostgresActivity(await PostgresPool.open({ url, connections: 1 }))
  }

  /** Rejects where it can't be asked. */
  async read(): Promise<PostgresFigures> {
    const { rows } = await this.#pool.query<PostgresFigures>(QUESTION)
    return rows[0] ?? { connections: 0, lockWaits: 0 }
  }

  /** @param table `jobs`, or `schema.jobs`, as it is written in its own letters @returns how many rows it has. Rejects where it can't be asked. */
  async rows(table: string): Promise<number> {
    const quoted = table.split('.').map(escapeIdentifier).join('.')
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*)::float8 AS count FROM ${quoted}`,
    )
    return rows[0]?.count ?? 0
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }
}
