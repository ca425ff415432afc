import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measureElections } from './elections.ts'
import { measureSwarms } from './messages.ts'

/** The workloads of `agentSwarms`, run in a thread. */
expose((clock, sink) => {
  const recorded = recordedTo(clock, sink)
  return { messages: recorded(measureSwarms), elections: recorded(measureElections) }
})
