import { ErrorReply } from 'redis'
import { RedisConnections } from './redis-connections.ts'
import { refusalOf } from './redis-fault.ts'

/** What Redis tells of itself. */
export interface RedisFigures {
  /** Since it began: keys that were asked for and were there, or were not, and those that it threw out to make room. */
  hits: number
  misses: number
  evictions: number
  /** In the database of the address. */
  keys: number
  /** That it uses for data and clients, bytes. */
  memoryBytes: number
  /** But for that of who asks. */
  connections: number
}

/** Asks Redis for its own figures (INFO). */
export class RedisInfo {
  readonly #connections: RedisConnections
  readonly #database: number

  private constructor(connections: RedisConnections, database: number) {
    this.#connections = connections
    this.#database = database
  }

  /** @throws ServiceError when Redis can't be used */
  static async open(url: string): Promise<RedisInfo> {
    return new RedisInfo(await RedisConnections.open({ url }), Number(new URL(url).pathname.slice(1)))
  }

  /** Rejects where there is no connection. */
  async read(): Promise<RedisFigures> {
    const info = String(await this.#connections.send(0, ['INFO']))
    const of = (name: string): number => Number(new RegExp(`^${name}(\\d+)`, 'm').exec(info)?.[1] ?? 0)
    return {
      hits: of('keyspace_hits:'),
      misses: of('keyspace_misses:'),
      evictions: of('evicted_keys:'),
      // One that is empty has no line.
      keys: of(`db${this.#database}:keys=`),
      memoryBytes: of('used_memory:'),
      connections: Math.max(0, of('connected_clients:') - 1),
    }
  }

  /** @returns nothing where this user may not ask for them. Rejects where there is no connection. */
  async readAllowed(): Promise<RedisFigures | undefined> {
    try {
      return await this.read()
    } catch (error) {
      if (error instanceof ErrorReply && refusalOf(error.message).word === 'NOPERM') return undefined
      throw error
    }
  }

  close(): void {
    this.#connections.close()
  }
}
