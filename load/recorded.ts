import type { Clock } from './clock.ts'
import type { Measurement } from './measure/measurement.ts'
import { Recording } from './measure/recording.ts'
import type { PartSink } from './measure/recording.ts'

type Workload<Options> = (options: Options, clock: Clock, recording: Recording) => Promise<Measurement[]>

/** @returns what makes a workload one that a thread runs: what it records is handed on while it runs, and no longer */
export const recordedTo =
  (clock: Clock, sink: PartSink) =>
  <Options>(workload: Workload<Options>) =>
  async (options: Options): Promise<Measurement[]> => {
    const recording = new Recording(sink)
    try {
      return await workload(options, clock, recording)
    } finally {
      recording.stop()
    }
  }
