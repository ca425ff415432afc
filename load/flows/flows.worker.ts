import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measureMemory } from './memory/memory.ts'
import { measurePipeline } from './pipeline/pipeline.ts'
import { measureOverhead } from './observability/overhead.ts'
import { measureBatches } from './training/batches.ts'
import { measureTrainingJobs } from './training/jobs.ts'
import { measureTrajectories } from './training/trajectories.ts'
import { measureWorkflows } from './workflows/workflows.ts'

/** The workloads of `flows`, run in a thread. */
expose((clock, sink) => {
  const recorded = recordedTo(clock, sink)
  return {
    memory: recorded(measureMemory),
    pipeline: recorded(measurePipeline),
    workflows: recorded(measureWorkflows),
    trainingJobs: recorded(measureTrainingJobs),
    trajectories: recorded(measureTrajectories),
    batches: recorded(measureBatches),
    overhead: recorded(measureOverhead),
  }
})
