import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { CommandOptions } from './redis-commands.ts'
import type { ReadOptions } from './reads.ts'
import type { RemoveOptions } from './remove-agents.ts'
import type { KeptOptions, SaveOptions, SavesResult } from './saves.ts'
import type { WriteOptions } from './writes.ts'

type StateApi = {
  redisCommands(options: CommandOptions): Promise<Measurement[]>
  postgresCommands(options: CommandOptions): Promise<Measurement[]>
  reads(options: ReadOptions): Promise<Measurement[]>
  saves(options: SaveOptions): Promise<SavesResult>
  kept(options: KeptOptions): Promise<Measurement[]>
  writes(options: WriteOptions): Promise<Measurement[]>
  remove(options: RemoveOptions): Promise<void>
  halt(order: undefined): void
}

const threads = new ThreadPool<StateApi>(moduleBeside('./state.worker', import.meta.url))

/** A run that is over waits for so long for what it has saved to be removed, ms. */
const HALT_MS = 12_000

/** Where a platform keeps its agents' states, measured from a thread of its own. */
export const state = {
  /** See `measureRedisCommands`. */
  redisCommands: (options: CommandOptions): Promise<Measurement[]> => threads.run('redisCommands', options),
  /** See `measurePostgresCommands`. */
  postgresCommands: (options: CommandOptions): Promise<Measurement[]> =>
    threads.run('postgresCommands', options),
  /** See `measureReads`. */
  reads: (options: ReadOptions): Promise<Measurement[]> => threads.run('reads', options),
  /** See `measureSaves`. */
  saves: (options: SaveOptions): Promise<SavesResult> => threads.run('saves', options),
  /** See `measureKept`. */
  kept: (options: KeptOptions): Promise<Measurement[]> => threads.run('kept', options),
  /** See `measureWrites`. */
  writes: (options: WriteOptions): Promise<Measurement[]> => threads.run('writes', options),
  /** See `removeAgents`. */
  remove: (options: RemoveOptions): Promise<void> => threads.run('remove', options),
  /** Ends what is under way, which removes what it has saved. Returns when that is removed, after 12 s in any case. */
  halt: (): Promise<void> => threads.endBusy('halt', undefined, HALT_MS),
}
