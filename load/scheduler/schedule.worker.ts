import { haltable } from '../haltable.ts'
import { expose } from '../thread.ts'
import { runSchedules } from './schedule-workload.ts'

/** The workload of schedules, run in a thread: see `schedule`. */
expose((clock, sink) => {
  const { workload, halt } = haltable(clock, sink)
  return { run: workload(runSchedules), halt }
})
