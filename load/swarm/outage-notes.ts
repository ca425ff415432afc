/** What an outage did to the connections of one thread. Times in epoch ms. Serialisable. */
export interface OutageReport {
  /** Connections that were open when it began. */
  held: number
  /** One for each connection that was lost: when first, and since when it is back for good. */
  losses: { lostAtMs: number; backAtMs?: number }[]
  /** When each try to come back was made. */
  triesMs: number[]
  /** Why connections were lost, and why tries failed, with how often. */
  causes: Record<string, number>
}

/** Takes notes of the connections that are lost and come back during an outage. */
export class OutageNotes {
  readonly #held: number
  readonly #losses = new Map<number, { lostAtMs: number; backAtMs?: number }>()
  readonly #triesMs: number[] = []
  readonly #causes: Record<string, number> = {}

  /** @param held connections that are open */
  constructor(held: number) {
    this.#held = held
  }

  /** A connection is gone. One that had come back is away again, since its first loss. */
  lost(slot: number, atMs: number, cause: string): void {
    this.#losses.set(slot, { lostAtMs: this.#losses.get(slot)?.lostAtMs ?? atMs })
    this.#count(cause)
  }

  /** A try to come back begins. */
  tried(atMs: number): void {
    this.#triesMs.push(atMs)
  }

  /** A try failed. */
  refused(cause: string): void {
    this.#count(cause)
  }

  /** A connection is open again. */
  back(slot: number, atMs: number): void {
    const loss = this.#losses.get(slot)
    if (loss) loss.backAtMs = atMs
  }

  /** @returns connections open at the beginning, lost since, and of these not back */
  state(): { held: number; lost: number; away: number } {
    const away = [...this.#losses.values()].filter(loss => loss.backAtMs === undefined).length
    return { held: this.#held, lost: this.#losses.size, away }
  }

  toReport(): OutageReport {
    return {
      held: this.#held,
      losses: [...this.#losses.values()],
      triesMs: this.#triesMs,
      causes: this.#causes,
    }
  }

  #count(cause: string): void {
    this.#causes[cause] = (this.#causes[cause] ?? 0) + 1
  }
}
