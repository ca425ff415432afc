import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measureRedisCommands } from './redis-commands.ts'

/** The workloads of `state`, run in a thread. */
expose((clock, sink) => ({ redisCommands: recordedTo(clock, sink)(measureRedisCommands) }))
