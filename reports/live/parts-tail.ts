import { closeSync, openSync, readSync } from 'node:fs'
import { readLine } from '../parts/part-line.ts'
import type { PartLine } from '../parts/part-line.ts'

const CHUNK_BYTES = 1024 * 1024

const LINE_END = 0x0a

/** Follows the `parts.ndjson` of a run under way: each call reads what was appended since the last, and nothing twice. */
export class PartsTail {
  readonly #file: string
  #descriptor: number | undefined
  #offset = 0
  /** What was read last: what is kept of it is copied. */
  readonly #bytes = Buffer.allocUnsafe(CHUNK_BYTES)
  /** What there is of a line whose end is not written yet. */
  #rest = Buffer.alloc(0)

  /** @param file need not be there yet */
  constructor(file: string) {
    this.#file = file
  }

  /** @returns the whole lines that were appended; one that can't be read is left out */
  *read(): Generator<PartLine> {
    for (let chunk = this.#next(); chunk.length > 0; chunk = this.#next()) {
      let from = 0
      for (let to = chunk.indexOf(LINE_END); to >= 0; to = chunk.indexOf(LINE_END, from)) {
        const text = Buffer.concat([this.#rest, chunk.subarray(from, to)]).toString()
        this.#rest = Buffer.alloc(0)
        from = to + 1
        const line = text === '' ? undefined : readLine(text)
        if (line) yield line
      }
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(from)])
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #next(): Buffer {
    try {
      this.#descriptor ??= openSync(this.#file, 'r')
      const count = readSync(this.#descriptor, this.#bytes, 0, CHUNK_BYTES, this.#offset)
      this.#offset += count
      return this.#bytes.subarray(0, count)
    } catch {
      // It is not there yet, or can't be read: who only looks on does without.
      return Buffer.alloc(0)
    }
  }
}
