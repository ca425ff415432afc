import type { Clock } from './clock.ts'
import type { PartSink, Recording } from './measure/recording.ts'
import { recordedTo } from './recorded.ts'

type Workload<Options, Result> = (
  options: Options,
  clock: Clock,
  recording: Recording,
  signal: AbortSignal,
) => Promise<Result>

/**
 * @returns what makes workloads that a thread runs and that can be ended early, and what ends the one under way: by its signal, so that it removes
 * what it has made at the target
 */
export function haltable(
  clock: Clock,
  sink: PartSink,
): {
  workload: <Options, Result>(work: Workload<Options, Result>) => (options: Options) => Promise<Result>
  halt: () => void
} {
  const recorded = recordedTo(clock, sink)
  let underWay = new AbortController()
  return {
    workload:
      <Options, Result>(work: Workload<Options, Result>) =>
      async (options: Options): Promise<Result> => {
        const { signal } = (underWay = new AbortController())
        const run = recorded<Options, Result>((given, time, recording) =>
          work(given, time, recording, signal),
        )
        return run(options)
      },
    halt: () => underWay.abort(),
  }
}
