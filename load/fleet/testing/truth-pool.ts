/** How many boxes a fleet of known behaviour has. */
export interface TruthPool {
  /** More agents than that have two boxes, else there is one. Default: one for all. */
  perBox?: number
  /** The second comes so much later, ms. Default 0. */
  growsAfterMs?: number
  /** It stays so much longer, ms. Default 0. */
  coolDownMs?: number
  /** With two, one is gone at each other question. */
  flaps?: true
  /** At each other question one has died. */
  dies?: true
  /** What it says in place of the number of boxes. */
  nonsense?: string
  /** The same, with so many agents or more. */
  silentFrom?: number
}

/** Boxes that come and go as they are told to. */
export class Boxes {
  readonly #pool: TruthPool
  #serving = 1
  #sinceMs: number | undefined
  #asked = 0

  /** One box. */
  constructor(pool: TruthPool) {
    this.#pool = pool
  }

  /** What it tells when it has so many agents. */
  tell(agents: number): { boxes: unknown; dead: number } {
    const { perBox = Number.POSITIVE_INFINITY, growsAfterMs = 0, coolDownMs = 0 } = this.#pool
    const wanted = agents > perBox ? 2 : 1
    const nowMs = performance.now()
    if (wanted === this.#serving) this.#sinceMs = undefined
    else if (nowMs - (this.#sinceMs ??= nowMs) >= (wanted > this.#serving ? growsAfterMs : coolDownMs)) {
      this.#serving = wanted
      this.#sinceMs = undefined
    }
    this.#asked += 1
    const isOdd = this.#asked % 2 === 1
    const boxes = this.#pool.flaps && isOdd ? 1 : this.#serving
    const isSilent = agents >= (this.#pool.silentFrom ?? Number.POSITIVE_INFINITY)
    return {
      boxes: this.#pool.nonsense ?? (isSilent ? 'many' : boxes),
      dead: this.#pool.dies ? this.#asked >> 1 : 0,
    }
  }
}
