import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { MemoryOptions } from './memory/memory.ts'
import type { PipelineOptions } from './pipeline/pipeline.ts'
import type { OverheadOptions } from './observability/overhead.ts'
import type { BatchOptions } from './training/batches.ts'
import type { TrainingOptions } from './training/jobs.ts'
import type { TrajectoryOptions } from './training/trajectories.ts'
import type { WorkflowOptions } from './workflows/workflows.ts'

type FlowsApi = {
  memory(options: MemoryOptions): Promise<Measurement[]>
  pipeline(options: PipelineOptions): Promise<Measurement[]>
  workflows(options: WorkflowOptions): Promise<Measurement[]>
  trainingJobs(options: TrainingOptions): Promise<Measurement[]>
  trajectories(options: TrajectoryOptions): Promise<Measurement[]>
  batches(options: BatchOptions): Promise<Measurement[]>
  overhead(options: OverheadOptions): Promise<Measurement[]>
}

const threads = new ThreadPool<FlowsApi>(moduleBeside('./flows.worker', import.meta.url))

/** What a platform does for its agents, measured from a thread of its own. */
export const flows = {
  /** See `measureMemory`. */
  memory: (options: MemoryOptions): Promise<Measurement[]> => threads.run('memory', options),
  /** See `measurePipeline`. */
  pipeline: (options: PipelineOptions): Promise<Measurement[]> => threads.run('pipeline', options),
  /** See `measureWorkflows`. */
  workflows: (options: WorkflowOptions): Promise<Measurement[]> => threads.run('workflows', options),
  /** See `measureTrainingJobs`. */
  trainingJobs: (options: TrainingOptions): Promise<Measurement[]> => threads.run('trainingJobs', options),
  /** See `measureTrajectories`. */
  trajectories: (options: TrajectoryOptions): Promise<Measurement[]> => threads.run('trajectories', options),
  /** See `measureBatches`. */
  batches: (options: BatchOptions): Promise<Measurement[]> => threads.run('batches', options),
  /** See `measureOverhead`. */
  overhead: (options: OverheadOptions): Promise<Measurement[]> => threads.run('overhead', options),
}
