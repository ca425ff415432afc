import type { Clock } from './clock.ts'

/** How long an entry is kept by default, ms: what tells something twice does so soon. */
const KEPT_MS = 120_000

interface Entry<Value> {
  value: Value
  atMs: number
}

/** What was noted lately, by its name. Older entries are forgotten, so that a run of a day takes no more memory than one of an hour. */
export class Recent<Value> {
  readonly #clock: Clock
  readonly #keptMs: number
  /** The oldest first. */
  readonly #entries = new Map<string, Entry<Value>>()

  /** @param keptMs how long an entry is kept at least, ms. Default two minutes. */
  constructor(clock: Clock, keptMs = KEPT_MS) {
    this.#clock = clock
    this.#keptMs = keptMs
  }

  /** How many are kept. */
  get size(): number {
    return this.#entries.size
  }

  /** Notes one, and forgets what has become too old. */
  set(name: string, value: Value): void {
    const atMs = this.#clock.nowMs()
    this.#entries.delete(name)
    this.#entries.set(name, { value, atMs })
    for (const [older, entry] of this.#entries) {
      if (atMs - entry.atMs <= this.#keptMs) break
      this.#entries.delete(older)
    }
  }

  /** Whether it is kept. */
  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** @returns what was noted last; `undefined` where nothing was, or that was long ago */
  get(name: string): Value | undefined {
    return this.#entries.get(name)?.value
  }

  /** Forgets one. @returns whether it was kept */
  delete(name: string): boolean {
    return this.#entries.delete(name)
  }
}
