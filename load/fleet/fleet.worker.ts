import { haltable } from '../haltable.ts'
import { expose } from '../thread.ts'
import { measureAutoscale } from './autoscale.ts'
import { runFleet } from './fleet-workload.ts'
import { measureStartup } from './startup.ts'

/** The workloads of a fleet, run in a thread: see `fleet`. */
expose((clock, sink) => {
  const { workload, halt } = haltable(clock, sink)
  return {
    run: workload(runFleet),
    startup: workload(measureStartup),
    autoscale: workload(measureAutoscale),
    halt,
  }
})
