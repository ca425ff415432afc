import type { Clock } from '../clock.ts'
import type { Fault } from '../loops/operation.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Identity, Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'

/** What stays behind when agents are let go, whichever workload finds it. */
export const CLEANUP = { metric: 'fleet.cleanup', unit: 'count', labels: {} } as const satisfies Identity

/** Counts each release that failed as a bad event, by its cause. */
export function noteFaults(tally: Tally, faults: readonly Fault[], clock: Clock): void {
  for (const { cause, example } of faults) tally.bad(cause, clock.nowMs(), 1, example || undefined)
}

/** Releases that failed, of a workload that looks for something else: they count in `fleet.cleanup`, as those do that are looked for. */
export class Releases {
  readonly #tally: Tally
  readonly #clock: Clock

  /** None yet. */
  constructor(clock: Clock, recording: Recording) {
    this.#tally = recording.tally(CLEANUP)
    this.#clock = clock
  }

  /** Counts what was wrong when agents were let go. */
  note(faults: readonly Fault[]): void {
    noteFaults(this.#tally, faults, this.#clock)
  }

  /** @returns `fleet.cleanup` with a bad event for each that failed; nothing where all went well: that nothing stayed nobody has looked at */
  measurements(window: Measurement['window']): Measurement[] {
    const data = this.#tally.toData()
    return data.total === 0 ? [] : [{ ...CLEANUP, window, data, doubts: [] }]
  }
}
