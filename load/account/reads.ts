import { HighWater } from './high-water.ts'
import type { Span } from './high-water.ts'

/** A register's version as a reader saw it. */
export interface Read extends Span {
  reader: string
  register: string
  /** Versions rise by each write. 0: there was none. */
  version: number
}

/** What is wrong with a read. */
export interface ReadFound {
  /** By how many versions it was behind what was written (0: not at all). */
  behind: number
  /** Whether it was older than what the same reader had seen before. */
  isBackwards: boolean
  /** Whether nobody had begun to write it. */
  isUnwritten: boolean
}

/** How many reads, of each kind. */
export interface ReadCounts {
  reads: number
  /** Older than what the same reader had seen before this read began: time went back. */
  backwards: number
  /** Older than what had been told as written before this read began. A cache may do so, for as long as it says. */
  stale: number
  /** Newer than what anybody had begun to write. */
  unwritten: number
}

/** An operation that takes longer is not held against others, ms. */
const HORIZON_MS = 120_000

/**
 * Looks for reads that go back in time. Two reads that were under way at once have no order, and are held against neither. Memory: a few numbers for each register and
 * for each reader of it, and a write's or a read's for two minutes.
 */
export class ReadAccount {
  readonly #seen = new Map<string, Map<string, HighWater>>()
  readonly #written = new Map<string, HighWater>()
  readonly #begun = new Map<string, number>()
  readonly #counts: ReadCounts = { reads: 0, backwards: 0, stale: 0, unwritten: 0 }

  /** A write is about to begin. */
  begins(register: string, version: number): void {
    this.#begun.set(register, Math.max(version, this.#begun.get(register) ?? 0))
  }

  /** A write was told to be done. @param endMs when it was told, epoch ms */
  wrote(register: string, version: number, endMs: number): void {
    of(this.#written, register, newHighWater).add(endMs, version)
  }

  /** A read has ended. @returns what is wrong with it */
  read({ reader, register, version, startMs, endMs }: Read): ReadFound {
    this.#counts.reads++
    const seen = of(of(this.#seen, register, newReaders), reader, newHighWater)
    const isBackwards = version < (seen.before(startMs) ?? 0)
    const isUnwritten = version > (this.#begun.get(register) ?? 0)
    if (isBackwards) this.#counts.backwards++
    if (isUnwritten) this.#counts.unwritten++
    const behind = Math.max(0, (this.#written.get(register)?.before(startMs) ?? 0) - version)
    if (behind > 0) this.#counts.stale++
    seen.add(endMs, version)
    return { behind, isBackwards, isUnwritten }
  }

  /** @returns what was counted so far */
  get counts(): ReadCounts {
    return { ...this.#counts }
  }
}

const newHighWater = (): HighWater => new HighWater(HORIZON_MS)
const newReaders = (): Map<string, HighWater> => new Map()

/** @returns what a map has of a key, made where it has none */
function of<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const there = map.get(key)
  if (there !== undefined) return there
  const made = make()
  map.set(key, made)
  return made
}
