import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { BusOptions } from './bus-workload.ts'

type BusApi = { run(options: BusOptions): Promise<Measurement[]> }

const threads = new ThreadPool<BusApi>(moduleBeside('./bus.worker', import.meta.url))

/** Events over a target's bus, published from a thread of its own: see `runBus`. */
export const bus = {
  run: (options: BusOptions): Promise<Measurement[]> => threads.run('run', options),
}
