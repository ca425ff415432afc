import { Recording } from '../measure/recording.ts'
import { expose } from '../thread.ts'
import { measureAutoscale } from './autoscale.ts'
import type { AutoscaleOptions } from './autoscale.ts'
import { runFleet } from './fleet-workload.ts'
import type { FleetOptions } from './fleet-workload.ts'
import { measureStartup } from './startup.ts'
import type { StartupOptions } from './startup.ts'

/** The workloads of a fleet, run in a thread: see `fleet`. What they record is handed on while they run. */
expose((clock, sink) => {
  const recorded = async <Result>(work: (recording: Recording) => Promise<Result>): Promise<Result> => {
    const recording = new Recording(sink)
    try {
      return await work(recording)
    } finally {
      recording.stop()
    }
  }
  return {
    run: (options: FleetOptions) => recorded(recording => runFleet(options, clock, recording)),
    startup: (options: StartupOptions) => recorded(recording => measureStartup(options, clock, recording)),
    autoscale: (options: AutoscaleOptions) =>
      recorded(recording => measureAutoscale(options, clock, recording)),
  }
})
