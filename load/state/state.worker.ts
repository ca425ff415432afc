import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measurePostgresCommands } from './postgres-commands.ts'
import { measureReads } from './reads.ts'
import { measureRedisCommands } from './redis-commands.ts'
import { removeAgents } from './remove-agents.ts'
import type { RemoveOptions } from './remove-agents.ts'
import { measureKept, measureSaves } from './saves.ts'
import { measureWrites } from './writes.ts'

/** The workloads of `state`, run in a thread. */
expose((clock, sink) => {
  const recorded = recordedTo(clock, sink)
  return {
    redisCommands: recorded(measureRedisCommands),
    postgresCommands: recorded(measurePostgresCommands),
    reads: recorded(measureReads),
    saves: recorded(measureSaves),
    kept: recorded(measureKept),
    writes: recorded(measureWrites),
    remove: (options: RemoveOptions) => removeAgents(options, clock),
  }
})
