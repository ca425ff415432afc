import type { MadeFault } from '../../../../run-report.ts'
import { formatElapsed } from '../../../../format.ts'

/** A fault on the time axis, seconds. */
export interface FaultSpan {
  startSec: number
  /** When it was lifted; of one that was not, the end of its spec, or of the run. */
  endSec: number
  isLifted: boolean
  /** What it is, and from when to when. */
  text: string
}

/** @returns the faults of a run on its time axis @param steps whose ends are those of faults that nobody lifted */
export function faultSpans(
  faults: readonly MadeFault[],
  steps: readonly { startMs: number; endMs: number }[],
  zeroMs: number,
): FaultSpan[] {
  return faults.map(({ what, startMs, endMs }) => {
    const step = steps.find(one => one.startMs <= startMs && startMs <= one.endMs)
    const startSec = (startMs - zeroMs) / 1000
    const endSec = ((endMs ?? step?.endMs ?? startMs) - zeroMs) / 1000
    const until = endMs === undefined ? 'not lifted' : `lifted at ${formatElapsed(endSec)}`
    return {
      startSec,
      endSec,
      isLifted: endMs !== undefined,
      text: `${what} at ${formatElapsed(startSec)}, ${until}`,
    }
  })
}
