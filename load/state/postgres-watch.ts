import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Samples } from '../measure/samples.ts'
import { PostgresActivity } from '../postgres/postgres-figures.ts'

/** How often it is asked, ms. */
const EVERY_MS = 100

/** Asks PostgreSQL, while a workload goes on, what it sees of it. */
export class PostgresWatch {
  readonly #activity: PostgresActivity
  readonly #clock: Clock
  readonly #connected = new Samples('postgres.connections')
  readonly #waiting = new Samples('postgres.lock-waits')
  readonly #timer: NodeJS.Timeout
  #asking: Promise<void> | undefined

  private constructor(activity: PostgresActivity, clock: Clock) {
    this.#activity = activity
    this.#clock = clock
    this.#timer = setInterval(() => {
      this.#asking ??= this.#ask()
    }, EVERY_MS)
  }

  /** @throws ServiceError when PostgreSQL can't be used */
  static async open(url: string, clock: Clock): Promise<PostgresWatch> {
    return new PostgresWatch(await PostgresActivity.open(url), clock)
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
    await this.#activity.close()
  }

  async #ask(): Promise<void> {
    try {
      const { connections, lockWaits } = await this.#activity.read()
      this.#connected.add(connections, this.#clock.nowMs())
      this.#waiting.add(lockWaits, this.#clock.nowMs())
    } catch {
      // One that does not answer now is asked again: what it does to the workload shows there.
    } finally {
      this.#asking = undefined
    }
  }
}
