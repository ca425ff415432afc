import type { Clock } from '../clock.ts'
import { Recording } from '../measure/recording.ts'
import { expose } from '../thread.ts'
import { measureAtOnce } from './at-once.ts'
import { measureLimit } from './limit.ts'
import { closedLlmLoad, openLlmLoad } from './llm-load.ts'
import type { LlmResult } from './llm-load.ts'

/** Calls to providers, made in a thread: see `llm`. What they record is handed on while they run. */
expose((clock, sink) => {
  const recorded =
    <Options>(work: (options: Options, clock: Clock, recording: Recording) => Promise<LlmResult>) =>
    async (options: Options): Promise<LlmResult> => {
      const recording = new Recording(sink)
      try {
        return await work(options, clock, recording)
      } finally {
        recording.stop()
      }
    }
  return {
    open: recorded(openLlmLoad),
    closed: recorded(closedLlmLoad),
    atOnce: recorded(measureAtOnce),
    limit: recorded(measureLimit),
  }
})
