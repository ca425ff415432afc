import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { runBus } from './bus-workload.ts'

/** The workload of `bus`, run in a thread. */
expose((clock, sink) => ({ run: recordedTo(clock, sink)(runBus) }))
