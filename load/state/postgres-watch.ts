import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Samples } from '../measure/samples.ts'
import { PostgresPool } from '../postgres/postgres-pool.ts'

/** How often it is asked, ms. */
const EVERY_MS = 100

/** All but who asks: how many are connected to this database, and how many of them wait for a lock. */
const QUESTION = `SELECT count(*)::int AS connected, (count(*) FILTER (WHERE wait_event_type = 'Lock'))::int AS waiting
  FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`

/** Asks PostgreSQL, while a workload goes on, what it sees of it. */
export class PostgresWatch {
  readonly #pool: PostgresPool
  readonly #clock: Clock
  readonly #connected = new Samples('postgres.connections')
  readonly #waiting = new Samples('postgres.lock-waits')
  readonly #timer: NodeJS.Timeout
  #asking: Promise<void> | undefined

  private constructor(pool: PostgresPool, clock: Clock) {
    this.#pool = pool
    this.#clock = clock
    this.#timer = setInterval(() => {
      this.#asking ??= this.#ask()
    }, EVERY_MS)
  }

  /** @throws ServiceError when PostgreSQL can't be used */
  static async open(url: string, clock: Clock): Promise<PostgresWatch> {
    return new PostgresWatch(await PostgresPool.open({ url, connections: 1 }), clock)
  }

  /** @returns `postgres.connections` and `postgres.lock-waits`: how many there were, each tenth of a second */
  measurements(window: Measurement['window']): Measurement[] {
    const of = (metric: string, samples: Samples): Measurement => ({
      metric,
      unit: 'count',
      labels: {},
      window,
      data: samples.toData(),
      doubts: [],
    })
    return [of('postgres.connections', this.#connected), of('postgres.lock-waits', this.#waiting)]
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#asking
    await this.#pool.close()
  }

  async #ask(): Promise<void> {
    try {
      const { rows } = await this.#pool.lend(client =>
        client.query<{ connected: number; waiting: number }>(QUESTION),
      )
      const [row] = rows
      if (!row) return
      this.#connected.add(row.connected, this.#clock.nowMs())
      this.#waiting.add(row.waiting, this.#clock.nowMs())
    } catch {
      // One that does not answer now is asked again: what it does to the workload shows there.
    } finally {
      this.#asking = undefined
    }
  }
}
