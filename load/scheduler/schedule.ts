import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { ScheduleOptions } from './schedule-workload.ts'

type ScheduleApi = { run(options: ScheduleOptions): Promise<Measurement[]>; halt(order: undefined): void }

const threads = new ThreadPool<ScheduleApi>(moduleBeside('./schedule.worker', import.meta.url))

/** A run that is over waits for so long for its schedules to be ended, ms. */
const HALT_MS = 3000

/** Schedules that a target keeps, noted from a thread of their own: see `runSchedules`. */
export const schedule = {
  /** When the calls of schedules come, and which do not, or twice. */
  run: (options: ScheduleOptions): Promise<Measurement[]> => threads.run('run', options),
  /** Ends what is under way, and its schedules at the target; that is rejected. Returns when they are ended, after 3 s in any case. */
  halt: (): Promise<void> => threads.endBusy('halt', undefined, HALT_MS),
}
