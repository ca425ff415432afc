import type { Clock } from './clock.ts'
import { Recording } from './measure/recording.ts'
import type { PartSink } from './measure/recording.ts'

type Workload<Options, Result> = (options: Options, clock: Clock, recording: Recording) => Promise<Result>

/** @returns what makes a workload one that a thread runs: what it records is handed on while it runs, and no longer */
export const recordedTo =
  (clock: Clock, sink: PartSink) =>
  <Options, Result>(workload: Workload<Options, Result>) =>
  async (options: Options): Promise<Result> => {
    const recording = new Recording(sink)
    try {
      return await workload(options, clock, recording)
    } finally {
      recording.stop()
    }
  }
