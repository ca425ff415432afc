import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { ScheduleOptions } from './schedule-workload.ts'

type ScheduleApi = { run(options: ScheduleOptions): Promise<Measurement[]> }

const threads = new ThreadPool<ScheduleApi>(moduleBeside('./schedule.worker', import.meta.url))

/** Schedules that a target keeps, noted from a thread of their own: see `runSchedules`. */
export const schedule = {
  /** When the calls of schedules come, and which do not, or twice. */
  run: (options: ScheduleOptions): Promise<Measurement[]> => threads.run('run', options),
}
