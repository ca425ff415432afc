import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { AutoscaleOptions } from './autoscale.ts'
import type { FleetOptions } from './fleet-workload.ts'
import type { StartupOptions } from './startup.ts'

type FleetApi = {
  run(options: FleetOptions): Promise<Measurement[]>
  startup(options: StartupOptions): Promise<Measurement[]>
  autoscale(options: AutoscaleOptions): Promise<Measurement[]>
  halt(order: undefined): void
}

const threads = new ThreadPool<FleetApi>(moduleBeside('./fleet.worker', import.meta.url))

/** A run that is over waits for so long for its agents to be let go, ms: a thousand of them may be. */
const HALT_MS = 10_000

/** Agents that a target runs, brought up and let go from a thread of its own: see `runFleet`, `measureStartup` and `measureAutoscale`. */
export const fleet = {
  /** Many agents: how long each takes to come up, to be handed out, and what is left of them. */
  run: (options: FleetOptions): Promise<Measurement[]> => threads.run('run', options),
  /** Few agents, from nothing. */
  startup: (options: StartupOptions): Promise<Measurement[]> => threads.run('startup', options),
  /** A pool of hosts whose load comes and goes. */
  autoscale: (options: AutoscaleOptions): Promise<Measurement[]> => threads.run('autoscale', options),
  /** Ends what is under way, which lets its agents go; that is rejected. Returns when they have gone, after 10 s in any case. */
  halt: (): Promise<void> => threads.endBusy('halt', undefined, HALT_MS),
}
