import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measureScaling } from './scaling.ts'
import { runTasks } from './tasks-workload.ts'

/** The workloads of `tasks`, run in a thread. */
expose((clock, sink) => {
  const recorded = recordedTo(clock, sink)
  return { run: recorded(runTasks), scaling: recorded(measureScaling) }
})
