import { BLOCK_MS, blockStart, isTooMany, longer } from '../blocks/block-length.ts'

/** Seconds of the clock with the worst of each, or longer spans where those are many. */
export interface Spans {
  /** The worst of all. */
  worst: number
  /** The start of each (epoch ms), and the worst in it. */
  seconds: [startMs: number, worst: number][]
  /** How long each is, ms. Absent: a second. */
  spanMs?: number
}

/** When something was bad, and how bad: of each second the worst, in spans of more where there are many. */
export class WorstSpans {
  #spanMs = BLOCK_MS
  #worst = new Map<number, number>()

  /** Notes something at a moment (epoch ms): the larger, the worse. */
  note(atMs: number, value: number): void {
    this.#put(atMs, value)
    while (isTooMany(this.#worst.size, this.#spanMs)) {
      const before = [...this.#worst]
      this.#spanMs = longer(this.#spanMs)
      this.#worst = new Map()
      for (const [startMs, one] of before) this.#put(startMs, one)
    }
  }

  /** @returns those that end after a moment, the earliest first; `undefined` when there are none. @param sinceMs epoch ms. Default: all */
  spans(sinceMs = -Infinity): Spans | undefined {
    const spanMs = this.#spanMs
    const seconds = [...this.#worst].filter(([startMs]) => startMs + spanMs > sinceMs)
    if (seconds.length === 0) return undefined
    return {
      worst: seconds.map(([, value]) => value).reduce((a, b) => Math.max(a, b)),
      seconds: seconds.sort(([a], [b]) => a - b),
      ...(spanMs === BLOCK_MS ? {} : { spanMs }),
    }
  }

  #put(atMs: number, value: number): void {
    const start = blockStart(atMs, this.#spanMs)
    this.#worst.set(start, Math.max(this.#worst.get(start) ?? 0, value))
  }
}
