import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { runSchedules } from './schedule-workload.ts'
import type { ScheduleOptions } from './schedule-workload.ts'

/** The workload of schedules, run in a thread: see `schedule`. */
expose((clock, sink) => {
  let halt = new AbortController()
  return {
    run: (options: ScheduleOptions) => {
      halt = new AbortController()
      const { signal } = halt
      return recordedTo(
        clock,
        sink,
      )<ScheduleOptions, Awaited<ReturnType<typeof runSchedules>>>((given, time, recording) =>
        runSchedules(given, time, recording, signal),
      )(options)
    },
    halt: () => halt.abort(),
  }
})
