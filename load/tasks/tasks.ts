import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { ScalingOptions } from './scaling.ts'
import type { TasksOptions } from './tasks-workload.ts'

type TasksApi = {
  run(options: TasksOptions): Promise<Measurement[]>
  scaling(options: ScalingOptions): Promise<Measurement[]>
  halt(order: undefined): void
}

const threads = new ThreadPool<TasksApi>(moduleBeside('./tasks.worker', import.meta.url))

/** A run that is over waits for so long for its agents to be let go, ms: as long as a task may take. */
const HALT_MS = 10_000

/** Tasks that a target's agents do, asked for from a thread of its own: see `runTasks` and `measureScaling`. */
export const tasks = {
  /** Of all modes, at intended times. */
  run: (options: TasksOptions): Promise<Measurement[]> => threads.run('run', options),
  /** At once against one after the other. */
  scaling: (options: ScalingOptions): Promise<Measurement[]> => threads.run('scaling', options),
  /** Ends what is under way, which lets its agents go. Returns when they have gone, after 10 s in any case. */
  halt: (): Promise<void> => threads.endBusy('halt', undefined, HALT_MS),
}
