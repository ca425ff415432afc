import type { TallyData } from './measurement.ts'

const LONGEST_EXAMPLE = 200

/** Counts events as good or bad, the bad ones by cause, in blocks of time. */
export class Tally {
  readonly #blockMs: number
  readonly #blocks = new Map<number, { total: number; bad: number }>()
  readonly #causes = new Map<string, number>()
  readonly #examples: Record<string, string> = {}

  /** @param blockMs length of a block in milliseconds. Default 1000. */
  constructor(blockMs = 1000) {
    this.#blockMs = blockMs
  }

  /** @param count how many events. Default 1. */
  good(atMs: number, count = 1): void {
    this.#block(atMs).total += count
  }

  /**
   * @param cause what people read, e.g. `status 503` or `timeout`
   * @param example the event itself as text; the first of each cause is kept, cut to 200 characters
   */
  bad(cause: string, atMs: number, count = 1, example?: string): void {
    const block = this.#block(atMs)
    block.total += count
    block.bad += count
    this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + count)
    if (example !== undefined) this.#examples[cause] ??= example.slice(0, LONGEST_EXAMPLE)
  }

  /** @returns what was counted, serialisable */
  toData(): TallyData {
    const blocks = [...this.#blocks].sort(([a], [b]) => a - b)
    return {
      kind: 'tally',
      total: blocks.reduce((sum, [, block]) => sum + block.total, 0),
      bad: blocks.reduce((sum, [, block]) => sum + block.bad, 0),
      causes: Object.fromEntries(this.#causes),
      ...withExamples(this.#examples),
      blocks: blocks.map(([startMs, block]) => ({ startMs, ...block })),
    }
  }

  #block(atMs: number): { total: number; bad: number } {
    const start = Math.floor(atMs / this.#blockMs) * this.#blockMs
    let block = this.#blocks.get(start)
    if (!block) this.#blocks.set(start, (block = { total: 0, bad: 0 }))
    return block
  }
}

/** @returns one tally out of those of several threads or shards */
export function mergeTallies(parts: readonly TallyData[]): TallyData {
  const sum = new Tally()
  for (const part of parts) {
    for (const block of part.blocks) sum.good(block.startMs, block.total)
  }
  const merged = sum.toData()
  const badAt = new Map<number, number>()
  for (const { startMs, bad } of parts.flatMap(part => part.blocks)) {
    badAt.set(startMs, (badAt.get(startMs) ?? 0) + bad)
  }
  const causes: Record<string, number> = {}
  for (const [cause, count] of parts.flatMap(part => Object.entries(part.causes))) {
    causes[cause] = (causes[cause] ?? 0) + count
  }
  return {
    ...merged,
    bad: parts.reduce((total, part) => total + part.bad, 0),
    causes,
    ...withExamples(firstOf(parts)),
    blocks: merged.blocks.map(block => ({ ...block, bad: badAt.get(block.startMs) ?? 0 })),
  }
}

const withExamples = (examples: Record<string, string>): Pick<TallyData, 'examples'> =>
  Object.keys(examples).length > 0 ? { examples } : {}

/** Where several parts have an example of one cause, the first part's stands. */
const firstOf = (parts: readonly TallyData[]): Record<string, string> =>
  Object.fromEntries(parts.toReversed().flatMap(({ examples }) => Object.entries(examples ?? {})))
