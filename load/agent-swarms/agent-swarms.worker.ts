import { haltable } from '../haltable.ts'
import { expose } from '../thread.ts'
import { measureElections } from './elections.ts'
import { measureSwarms } from './messages.ts'

/** The workloads of `agentSwarms`, run in a thread. */
expose((clock, sink) => {
  const { workload, halt } = haltable(clock, sink)
  return { messages: workload(measureSwarms), elections: workload(measureElections), halt }
})
