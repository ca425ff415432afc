import type { Clock } from './clock.ts'
import { Recording } from './measure/recording.ts'
import type { PartSink } from './measure/recording.ts'
import { startSoon } from './start-gate.ts'
import type { StartGate } from './start-gate.ts'

type Workload<Options, Result> = (
  options: Options,
  clock: Clock,
  recording: Recording,
  gate: StartGate,
) => Promise<Result>

/**
 * @param gate says when to begin. Default: at once.
 * @returns what makes a workload one that a thread runs: what it records is handed on while it runs, and no longer
 */
export const recordedTo =
  (clock: Clock, sink: PartSink, gate: StartGate = startSoon) =>
  <Options, Result>(workload: Workload<Options, Result>) =>
  async (options: Options): Promise<Result> => {
    const recording = new Recording(sink)
    try {
      return await workload(options, clock, recording, gate)
    } finally {
      recording.stop()
    }
  }
