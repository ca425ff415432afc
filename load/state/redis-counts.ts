import { RedisConnections } from '../redis/redis-connections.ts'

/** What Redis itself has counted since it began. */
export interface RedisCounts {
  hits: number
  misses: number
  evictions: number
}

/** Asks Redis for its own counts. */
export class RedisCounter {
  readonly #connections: RedisConnections

  private constructor(connections: RedisConnections) {
    this.#connections = connections
  }

  /** @throws ServiceError when Redis can't be used */
  static async open(url: string): Promise<RedisCounter> {
    return new RedisCounter(await RedisConnections.open({ url }))
  }

  async read(): Promise<RedisCounts> {
    const info = String(await this.#connections.send(0, ['INFO', 'stats']))
    const of = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
    return { hits: of('keyspace_hits'), misses: of('keyspace_misses'), evictions: of('evicted_keys') }
  }

  close(): void {
    this.#connections.close()
  }
}
