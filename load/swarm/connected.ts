import type { HistogramData, TallyData } from '../measure/measurement.ts'

/** What a thread says of connecting its sockets. */
export interface Connected {
  /** Handshake time in ms. */
  time: HistogramData
  outcome: TallyData
}
