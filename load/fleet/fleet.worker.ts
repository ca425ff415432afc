import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measureAutoscale } from './autoscale.ts'
import { runFleet } from './fleet-workload.ts'
import { measureStartup } from './startup.ts'

/** The workloads of a fleet, run in a thread: see `fleet`. */
expose((clock, sink) => {
  const recorded = recordedTo(clock, sink)
  return {
    run: recorded(runFleet),
    startup: recorded(measureStartup),
    autoscale: recorded(measureAutoscale),
  }
})
