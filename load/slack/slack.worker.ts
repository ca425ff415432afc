import { Recording } from '../measure/recording.ts'
import { expose } from '../thread.ts'
import { runSlack } from './slack-workload.ts'
import type { SlackOptions } from './slack-workload.ts'

/** The workload of Slack's events, run in a thread: see `slack`. */
expose((clock, sink) => ({
  run: async (options: SlackOptions) => {
    const recording = new Recording(sink)
    try {
      return await runSlack(options, clock, recording)
    } finally {
      recording.stop()
    }
  },
}))
