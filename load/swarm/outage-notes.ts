/** What an outage did to the connections of one thread. Times in epoch ms. Serialisable. */
export interface OutageReport {
  /** Connections that were open when it began. */
  held: number
  /** One for each connection that was lost: when first, and since when it is back for good. */
  losses: { lostAtMs: number; backAtMs?: number }[]
  /** When each try to come back was made. */
  triesMs: number[]
  /** Why connections were lost, with how often. */
  lostBy: Record<string, number>
  /** Why tries failed, with how often. */
  refusedBy: Record<string, number>
}

/** Takes notes of the connections that are lost and come back during an outage. */
export class OutageNotes {
  readonly #held: number
  readonly #losses = new Map<number, { lostAtMs: number; backAtMs?: number }>()
  readonly #triesMs: number[] = []
  readonly #lostBy: Record<string, number> = {}
  readonly #refusedBy: Record<string, number> = {}

  /** @param held connections that are open */
  constructor(held: number) {
    this.#held = held
  }

  /** A connection is gone. One that had come back is away again, since its first loss; one that is away has tried by itself to go on, and was refused. */
  lost(slot: number, atMs: number, cause: string): void {
    const before = this.#losses.get(slot)
    if (before && before.backAtMs === undefined) {
      this.tried(atMs)
      this.refused(cause)
      return
    }
    this.#losses.set(slot, { lostAtMs: before?.lostAtMs ?? atMs })
    count(this.#lostBy, cause)
  }

  /** A try to come back begins. */
  tried(atMs: number): void {
    this.#triesMs.push(atMs)
  }

  /** A try failed. */
  refused(cause: string): void {
    count(this.#refusedBy, cause)
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
      lostBy: this.#lostBy,
      refusedBy: this.#refusedBy,
    }
  }
}

function count(causes: Record<string, number>, cause: string): void {
  causes[cause] = (causes[cause] ?? 0) + 1
}
