/** How many wait, each of whom asks again and again, and how long each leaves it alone meanwhile: many must not make a load of their own. */
export class Pace {
  readonly #everyMs: number
  readonly #mostPerSecond: number
  #waiting = 0

  /** Nobody waits yet. @param everyMs how long each leaves it alone, at least, ms @param mostPerSecond how often all together ask, at most */
  constructor(everyMs: number, mostPerSecond: number) {
    this.#everyMs = everyMs
    this.#mostPerSecond = mostPerSecond
  }

  /** For how long one of those that wait now leaves it alone, ms: by so much what it waits for is told too late, at most. */
  get againMs(): number {
    return Math.max(this.#everyMs, (1000 * this.#waiting) / this.#mostPerSecond)
  }

  /** Counts one that waits, for as long as that takes. @returns what comes of it */
  async during<Result>(wait: () => Promise<Result>): Promise<Result> {
    this.#waiting++
    try {
      return await wait()
    } finally {
      this.#waiting--
    }
  }
}
