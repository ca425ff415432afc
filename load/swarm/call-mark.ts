/** Cells of a mark: the place that is called, from 1; 0: none. And how many calls there were. */
const PLACE = 0
const CALLS = 1

/** Which of a target's own functions a thread is in, in memory that the thread shares with its owner: a thread that is stuck can't say it. */
export class CallMark {
  readonly memory: SharedArrayBuffer
  readonly #cells: Int32Array

  /** @param memory of another thread's mark. Default: a mark of its own. */
  constructor(memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory
    this.#cells = new Int32Array(memory)
  }

  /** Calls a function. @param place its number, from 0 @returns what it returns @throws what it throws */
  call<T>(place: number, call: () => T): T {
    this.enter(place)
    try {
      return call()
    } finally {
      this.leave()
    }
  }

  /** A function is called. */
  enter(place: number): void {
    Atomics.add(this.#cells, CALLS, 1)
    Atomics.store(this.#cells, PLACE, place + 1)
  }

  /** It has returned. */
  leave(): void {
    Atomics.store(this.#cells, PLACE, 0)
  }

  /** The place that is called now, and the how manieth call it is. `undefined`: none. */
  get under(): { place: number; calls: number } | undefined {
    const place = Atomics.load(this.#cells, PLACE) - 1
    return place < 0 ? undefined : { place, calls: Atomics.load(this.#cells, CALLS) }
  }
}
