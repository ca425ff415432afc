import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { expose } from '../thread.ts'
import { measureMemory } from './memory/memory.ts'
import { measurePipeline } from './pipeline/pipeline.ts'
import { measureWorkflows } from './workflows/workflows.ts'

/** The workloads of `flows`, run in a thread. What they record is handed on while they run. */
expose((clock, sink) => {
  const recorded =
    <Options>(workload: (options: Options, clock: Clock, recording: Recording) => Promise<Measurement[]>) =>
    async (options: Options): Promise<Measurement[]> => {
      const recording = new Recording(sink)
      try {
        return await workload(options, clock, recording)
      } finally {
        recording.stop()
      }
    }
  return {
    memory: recorded(measureMemory),
    pipeline: recorded(measurePipeline),
    workflows: recorded(measureWorkflows),
  }
})
