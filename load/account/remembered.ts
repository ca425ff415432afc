/**
 * What was noted of ids, of which the last ones are remembered: at least `most` of them, at most twice as many, however many there were. Two maps take turns, so that
 * none has to be looked through for its oldest.
 */
export class Remembered<Value> {
  readonly #most: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()
  #hasForgotten = false

  /** @param most at least 1 */
  constructor(most: number) {
    this.#most = most
  }

  /** How many there are. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** Whether any was forgotten. */
  get hasForgotten(): boolean {
    return this.#hasForgotten
  }

  /** @returns what was noted, if it is remembered */
  get(id: string): Value | undefined {
    return this.#young.get(id) ?? this.#old.get(id)
  }

  /** Notes an id that is not there yet. */
  add(id: string, value: Value): void {
    if (this.#young.size >= this.#most) {
      this.#hasForgotten ||= this.#old.size > 0
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(id, value)
  }

  /** Forgets an id on purpose. */
  take(id: string): void {
    if (!this.#young.delete(id)) this.#old.delete(id)
  }
}
