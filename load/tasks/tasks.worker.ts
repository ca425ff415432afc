import { haltable } from '../haltable.ts'
import { expose } from '../thread.ts'
import { measureScaling } from './scaling.ts'
import { runTasks } from './tasks-workload.ts'

/** The workloads of `tasks`, run in a thread. */
expose((clock, sink) => {
  const { workload, halt } = haltable(clock, sink)
  return { run: workload(runTasks), scaling: workload(measureScaling), halt }
})
