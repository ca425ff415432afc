import { haltable } from '../haltable.ts'
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
  const { workload, halt } = haltable(clock, sink)
  return {
    redisCommands: workload(measureRedisCommands),
    postgresCommands: workload(measurePostgresCommands),
    reads: workload(measureReads),
    saves: workload(measureSaves),
    kept: workload(measureKept),
    writes: workload(measureWrites),
    remove: (options: RemoveOptions) => removeAgents(options, clock),
    halt,
  }
})
