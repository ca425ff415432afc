import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { RedisCommandOptions } from './redis-commands.ts'

type StateApi = { redisCommands(options: RedisCommandOptions): Promise<Measurement[]> }

const threads = new ThreadPool<StateApi>(moduleBeside('./state.worker', import.meta.url))

/** Where a platform keeps its agents' states, measured from a thread of its own. */
export const state = {
  /** See `measureRedisCommands`. */
  redisCommands: (options: RedisCommandOptions): Promise<Measurement[]> =>
    threads.run('redisCommands', options),
}
