import { BLOCK_MS, blockStart, isTooMany, longer } from '../blocks/block-length.ts'
import type { Doubt } from '../measurement.ts'

/** When a generator was late, and by how much: seconds, or longer spans where those are many. */
export class LateSpans {
  #spanMs = BLOCK_MS
  #latest = new Map<number, number>()

  /** Notes a lateness at a moment (epoch ms); of those in a span the most counts. */
  note(atMs: number, lateMs: number): void {
    this.#put(atMs, lateMs)
    while (isTooMany(this.#latest.size, this.#spanMs)) {
      const before = [...this.#latest]
      this.#spanMs = longer(this.#spanMs)
      this.#latest = new Map()
      for (const [startMs, one] of before) this.#put(startMs, one)
    }
  }

  /** @returns `generator-late`; nothing when it never was */
  doubts(): Doubt[] {
    if (this.#latest.size === 0) return []
    const lateMs = [...this.#latest.values()].reduce((a, b) => Math.max(a, b))
    const seconds = [...this.#latest].sort(([a], [b]) => a - b)
    const spanMs = this.#spanMs
    return [{ kind: 'generator-late', lateMs, seconds, ...(spanMs === BLOCK_MS ? {} : { spanMs }) }]
  }

  #put(atMs: number, lateMs: number): void {
    const start = blockStart(atMs, this.#spanMs)
    this.#latest.set(start, Math.max(this.#latest.get(start) ?? 0, lateMs))
  }
}
