import { BLOCK_MS, blockStart, isTooMany, longer } from './blocks/block-length.ts'
import { causeKind } from './cause-kind.ts'
import { requireFinite } from './finite.ts'
import type { TallyData } from './measurement.ts'

const LONGEST_EXAMPLE = 200

/** Causes that are told apart: a target may name a new one with each answer. What is more counts as one. */
const MOST_CAUSES = 50

/** What the causes beyond those are called. */
export const OTHER_CAUSES = 'other causes'

interface Count {
  total: number
  bad: number
}

/** Counts events as good or bad, the bad ones by cause (50 of them, and `OTHER_CAUSES`), in blocks of a second; beyond 600 of them neighbours are merged. */
export class Tally {
  readonly #name: string
  #blockMs = BLOCK_MS
  #blocks = new Map<number, Count>()
  readonly #causes = new Map<string, number>()
  readonly #examples: Record<string, string> = {}
  /** The block that was counted in last: most events fall into the same one. */
  #lastMs = Number.NaN
  #last: Count = { total: 0, bad: 0 }
  /** What was not asked for yet; `undefined` where nobody asks. */
  #part: Tally | undefined

  /** @param name of the metric, for errors @param inParts whether it is asked for by `takePart`. Default false. */
  constructor(name = 'a tally', inParts = false) {
    this.#name = name
    if (inParts) this.#part = new Tally(name)
  }

  /** @param count how many events. Default 1. @throws MeasuredValueError when one of them is no finite number */
  good(atMs: number, count = 1): void {
    this.#count(atMs, count, 0)
    this.#part?.good(atMs, count)
  }

  /**
   * @param cause what people read, e.g. `status 503` or `timeout`. Counted by its kind: see `causeKind`.
   * @param example the event itself as text; the first of each cause is kept, cut to 200 characters. Default: the cause, where it is one of a kind.
   */
  bad(cause: string, atMs: number, count = 1, example?: string): void {
    this.#count(atMs, count, count)
    this.#addCause(cause, count, example)
    this.#part?.bad(cause, atMs, count, example)
  }

  /** Adds all of another tally; the longer blocks of the two are those of both. */
  addData({ blocks, causes, examples = {}, blockMs = BLOCK_MS }: TallyData): void {
    if (blockMs > this.#blockMs) this.#thinOut(blockMs)
    for (const { startMs, total, bad } of blocks) this.#count(startMs, total, bad)
    for (const [cause, count] of Object.entries(causes)) this.#addCause(cause, count, examples[cause])
  }

  /** @returns what was counted since the last call; `undefined` when that is nothing */
  takePart(): TallyData | undefined {
    const part = this.#part?.toData()
    if (!part || part.total === 0) return undefined
    this.#part = new Tally(this.#name)
    return part
  }

  /** @returns what was counted, serialisable */
  toData(): TallyData {
    const blocks = [...this.#blocks].sort(([a], [b]) => a - b)
    return {
      kind: 'tally',
      total: blocks.reduce((sum, [, block]) => sum + block.total, 0),
      bad: blocks.reduce((sum, [, block]) => sum + block.bad, 0),
      causes: Object.fromEntries(this.#causes),
      ...(Object.keys(this.#examples).length > 0 ? { examples: this.#examples } : {}),
      blocks: blocks.map(([startMs, { total, bad }]) => ({ startMs, total, bad })),
      ...(this.#blockMs === BLOCK_MS ? {} : { blockMs: this.#blockMs }),
    }
  }

  #addCause(named: string, count: number, example: string | undefined): void {
    const kind = causeKind(named)
    const isOneOfMany = this.#causes.size >= MOST_CAUSES && !this.#causes.has(kind)
    const cause = isOneOfMany ? OTHER_CAUSES : kind
    this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + count)
    const told = example ?? (kind === named ? undefined : named)
    if (told !== undefined) this.#examples[cause] ??= told.slice(0, LONGEST_EXAMPLE)
  }

  #count(atMs: number, total: number, bad: number): void {
    requireFinite(this.#name, total + bad, atMs)
    const block = this.#block(blockStart(atMs, this.#blockMs))
    block.total += total
    block.bad += bad
    while (isTooMany(this.#blocks.size, this.#blockMs)) this.#thinOut(longer(this.#blockMs))
  }

  #block(start: number): Count {
    if (start === this.#lastMs) return this.#last
    let block = this.#blocks.get(start)
    if (!block) this.#blocks.set(start, (block = { total: 0, bad: 0 }))
    this.#lastMs = start
    this.#last = block
    return block
  }

  #thinOut(blockMs: number): void {
    const before = [...this.#blocks]
    this.#blockMs = blockMs
    this.#blocks = new Map()
    this.#lastMs = Number.NaN
    for (const [startMs, { total, bad }] of before) {
      const block = this.#block(blockStart(startMs, blockMs))
      block.total += total
      block.bad += bad
    }
  }
}

/** @returns what was counted a second, in each block */
export function perSecond({ blocks, blockMs = BLOCK_MS }: TallyData): (Count & { startMs: number })[] {
  const seconds = blockMs / BLOCK_MS
  return blocks.map(({ startMs, total, bad }) => ({ startMs, total: total / seconds, bad: bad / seconds }))
}

/** @returns one tally out of those of several threads or shards */
export function mergeTallies(parts: readonly TallyData[]): TallyData {
  const sum = new Tally()
  for (const part of parts) sum.addData(part)
  return sum.toData()
}

/** @returns the same events in blocks of the next length */
export function thinTally(data: TallyData): TallyData {
  const sum = new Tally()
  sum.addData({ ...data, blockMs: longer(data.blockMs ?? BLOCK_MS) })
  return sum.toData()
}
