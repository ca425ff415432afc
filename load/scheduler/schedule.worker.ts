import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { runSchedules } from './schedule-workload.ts'

/** The workload of schedules, run in a thread: see `schedule`. */
expose((clock, sink) => ({ run: recordedTo(clock, sink)(runSchedules) }))
