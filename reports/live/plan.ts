import type { PlannedSpec } from '../planned-spec.ts'

/** Where a run is. */
export interface Standing {
  /** The place of the spec under way, from 1. */
  place: number
  of: number
  title: string
  elapsedMs: number
  plannedMs?: number
  leftMs: number
  /** Something that is left takes longer than the plan says, or has none: what is left is at least that. */
  isAtLeast: boolean
}

/** The specs of a run in their order, which of them is under way, and what is left by the plan. */
export class Plan {
  readonly #left: Map<string, PlannedSpec>
  readonly #of: number
  #current: PlannedSpec | undefined
  #sinceMs = 0

  constructor(specs: readonly PlannedSpec[]) {
    this.#left = new Map(specs.map(spec => [spec.id, spec]))
    this.#of = this.#left.size
  }

  begin(id: string, nowMs: number): void {
    this.#current = this.#left.get(id)
    this.#sinceMs = nowMs
  }

  /** It is over, also when it never began. */
  end(id: string): void {
    this.#left.delete(id)
    if (this.#current?.id === id) this.#current = undefined
  }

  /** @returns `undefined` between two specs */
  standing(nowMs: number): Standing | undefined {
    if (!this.#current) return undefined
    const { id, title, plannedMs } = this.#current
    const elapsedMs = nowMs - this.#sinceMs
    const others = [...this.#left.values()].filter(spec => spec.id !== id)
    const othersMs = others.reduce((sum, spec) => sum + (spec.plannedMs ?? 0), 0)
    return {
      place: this.#of - this.#left.size + 1,
      of: this.#of,
      title,
      elapsedMs,
      ...(plannedMs !== undefined && { plannedMs }),
      leftMs: othersMs + Math.max(0, (plannedMs ?? 0) - elapsedMs),
      isAtLeast: elapsedMs > (plannedMs ?? 0) || others.some(spec => spec.plannedMs === undefined),
    }
  }
}
