import { systemClock } from '../clock.ts'
import type { ClockOffset } from '../clock-offset.ts'
import type { WorkerClock } from './seat.ts'

/** How the run's clock stands to this process's. */
type Difference = Pick<ClockOffset, 'offsetMs' | 'errorMs'>

/** What this process's clock was before it went by another's: it is worked for one run after another. */
const OWN_OFFSET_MS = systemClock.epochOffsetMs

/** This process's clock while it works for a run: it goes by that of the run. */
export class RunClock {
  readonly #compare: () => Promise<Difference>
  #holding = 0
  #last: Promise<unknown> = Promise.resolve()

  /** @param compare holds the run's clock against this process's */
  constructor(compare: () => Promise<Difference>) {
    this.#compare = compare
  }

  /** Goes by the run's clock for a workload. A step would be a jump of what is under way: then only the difference is told. */
  hold(): Promise<HeldClock> {
    // One after another: what was compared before a step says nothing after it.
    const held = this.#last.then(async () => {
      const { offsetMs, errorMs } = await this.#compare()
      const isFree = this.#holding === 0
      if (isFree) systemClock.follow(systemClock.epochOffsetMs + offsetMs)
      this.#holding++
      return new HeldClock(this.#compare, (isFree ? 0 : Math.abs(offsetMs)) + errorMs, () => this.#holding--)
    })
    this.#last = held.catch(() => {})
    return held
  }
}

/** The clock of one workload. */
export class HeldClock {
  readonly #compare: () => Promise<Difference>
  readonly #release: () => void
  #errorMs: number
  #isReleased = false

  constructor(compare: () => Promise<Difference>, errorMs: number, release: () => void) {
    this.#compare = compare
    this.#errorMs = errorMs
    this.#release = release
  }

  /** @returns how it stood until now */
  async look(): Promise<WorkerClock> {
    const { offsetMs, errorMs } = await this.#compare()
    this.#errorMs = Math.max(this.#errorMs, Math.abs(offsetMs) + errorMs)
    return { aheadMs: OWN_OFFSET_MS - systemClock.epochOffsetMs, errorMs: this.#errorMs }
  }

  /** The workload is over. It may be told so more than once. */
  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#release()
  }
}
