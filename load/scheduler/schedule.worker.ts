import { expose } from '../thread.ts'
import { Recording } from '../measure/recording.ts'
import { runSchedules } from './schedule-workload.ts'
import type { ScheduleOptions } from './schedule-workload.ts'

/** The workload of schedules, run in a thread: see `schedule`. */
expose((clock, sink) => ({
  run: async (options: ScheduleOptions) => {
    const recording = new Recording(sink)
    try {
      return await runSchedules(options, clock, recording)
    } finally {
      recording.stop()
    }
  },
}))
