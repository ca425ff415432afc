import type { BlockHistogram } from '../measure/histogram.ts'
import type { HistogramData, TallyData } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'

/** What a thread says of connecting its sockets. */
export interface Connected {
  /** Handshake time in ms. */
  time: HistogramData
  outcome: TallyData
}

/** @returns what keeps how the sockets of a side connect: `realtime.connect.time` and `realtime.connect` */
export function connectRecorders(
  side: 'agent' | 'viewer',
  recording: Recording,
): { time: BlockHistogram; outcome: Tally } {
  const labels = { side }
  return {
    time: recording.histogram({ metric: 'realtime.connect.time', unit: 'ms', labels }),
    outcome: recording.tally({ metric: 'realtime.connect', unit: 'count', labels }),
  }
}
