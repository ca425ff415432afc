import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { measureAtOnce } from './at-once.ts'
import { measureLimit } from './limit.ts'
import { closedLlmLoad, openLlmLoad } from './llm-load.ts'
import { measureThrough } from './through.ts'

/** Calls to providers, made in a thread: see `llm`. */
expose((clock, sink) => {
  const recorded = recordedTo(clock, sink)
  return {
    open: recorded(openLlmLoad),
    closed: recorded(closedLlmLoad),
    atOnce: recorded(measureAtOnce),
    limit: recorded(measureLimit),
    through: recorded(measureThrough),
  }
})
