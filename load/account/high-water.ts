/** When something was under way, epoch ms. */
export interface Span {
  startMs: number
  endMs: number
}

/**
 * The highest of values that were known by a moment. Of what ended longer ago than `horizonMs` only the highest is kept, so that memory is bounded; nothing is said of
 * a moment before that. Values may be added in any order.
 */
export class HighWater {
  readonly #horizonMs: number
  /** Later ends have higher values: what neither ended later nor is lower tells nothing. */
  readonly #steps: { endMs: number; value: number }[] = []

  /** @param horizonMs longer than anything that is asked about takes */
  constructor(horizonMs: number) {
    this.#horizonMs = horizonMs
  }

  /** How many values are kept. */
  get kept(): number {
    return this.#steps.length
  }

  /** @param endMs from when on the value is known */
  add(endMs: number, value: number): void {
    let place = this.#steps.length
    while (place > 0 && this.#steps[place - 1]!.endMs > endMs) place--
    if (place > 0 && this.#steps[place - 1]!.value >= value) return
    let after = place
    while (after < this.#steps.length && this.#steps[after]!.value <= value) after++
    this.#steps.splice(place, after - place, { endMs, value })
    const goneMs = this.#steps.at(-1)!.endMs - this.#horizonMs
    let gone = 0
    while (gone + 1 < this.#steps.length && this.#steps[gone + 1]!.endMs <= goneMs) gone++
    if (gone > 0) this.#steps.splice(0, gone)
  }

  /** @returns the highest of those that were known before `atMs`; `undefined` where there is none */
  before(atMs: number): number | undefined {
    for (let place = this.#steps.length - 1; place >= 0; place--) {
      const { endMs, value } = this.#steps[place]!
      if (endMs < atMs) return value
    }
    return undefined
  }
}
