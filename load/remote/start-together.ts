import { systemClock } from '../clock.ts'

/** From the order to begin to the beginning, ms: the order goes through the queue, and all are to have it by then. */
const LEAD_MS = 500

/** Lets all who share a workload begin at the same moment, once each of them is ready; or none of them. */
export class StartTogether {
  readonly #waiting: ReadonlySet<unknown>
  readonly #ready = new Set<unknown>()
  readonly #start = Promise.withResolvers<number>()
  #hasBegun = false

  /** @param all who have to be ready */
  constructor(all: Iterable<unknown>) {
    this.#waiting = new Set(all)
    this.#start.promise.catch(() => {})
  }

  /** Whether they were told to begin. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Those who are not ready. */
  get missing(): unknown[] {
    return [...this.#waiting].filter(one => !this.#ready.has(one))
  }

  /** @returns when it begins, epoch ms, once all are ready @throws why it does not */
  ready(one: unknown): Promise<number> {
    this.#ready.add(one)
    if (this.missing.length === 0 && !this.#hasBegun) {
      this.#hasBegun = true
      this.#start.resolve(systemClock.nowMs() + LEAD_MS)
    }
    return this.#start.promise
  }

  /** Nobody begins, unless they have. */
  giveUp(reason: Error): void {
    this.#start.reject(reason)
  }
}
