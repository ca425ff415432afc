/** Two machines' clocks are held against each other to within less than this, or nothing that needs both can be told, ms. */
const CLOCKS_WITHIN_MS = 500

/**
 * Does things in the order of their times, each once it is known what had been sent until then: agents of other machines tell of it a little later. Where all
 * agents are of this machine everything is known, and nothing waits.
 */
export class HeldBack {
  readonly #waiting: { atMs: number; act: () => void }[] = []
  #knownUntilMs: number
  #isComplete: boolean
  #caughtUp: { atMs: number; done: () => void } | undefined

  /** @param learns whether others tell what was sent. Default: all is known. */
  constructor(learns = false) {
    this.#knownUntilMs = learns ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    this.#isComplete = !learns
  }

  /** Does something of a time, epoch ms, at once or later. */
  at(atMs: number, act: () => void): void {
    if (this.#isComplete) act()
    else this.#waiting.push({ atMs, act })
  }

  /** All that was sent until then is known. @param untilMs epoch ms by the clocks of those who sent it */
  know(untilMs: number): void {
    this.#knownUntilMs = untilMs
    const count = this.#waiting.findIndex(({ atMs }) => !this.#isKnown(atMs))
    this.#do(count === -1 ? this.#waiting.length : count)
    const { atMs = Number.POSITIVE_INFINITY, done } = this.#caughtUp ?? {}
    if (done && this.#isKnown(atMs)) done()
  }

  /** Nothing more is sent. @param nowMs epoch ms @returns once all that was is known; from then on nothing waits */
  async complete(nowMs: number): Promise<void> {
    if (!this.#isKnown(nowMs))
      await new Promise<void>(resolve => (this.#caughtUp = { atMs: nowMs, done: resolve }))
    this.#caughtUp = undefined
    this.#do(this.#waiting.length)
    this.#isComplete = true
  }

  /** More is sent from now on. */
  resume(): void {
    this.#isComplete = this.#knownUntilMs === Number.POSITIVE_INFINITY
  }

  #isKnown(atMs: number): boolean {
    return atMs + CLOCKS_WITHIN_MS <= this.#knownUntilMs
  }

  #do(count: number): void {
    for (const { act } of this.#waiting.splice(0, count)) act()
  }
}
