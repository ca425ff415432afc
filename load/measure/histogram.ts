import { BLOCK_MS, blockStart } from './blocks/block-length.ts'
import { BlockStore, storeOf } from './blocks/block-store.ts'
import { emptyHistogram, SCALE } from './blocks/buckets.ts'
import { requireFinite } from './finite.ts'
import type { HistogramData } from './measurement.ts'
import { CountSum, packIndices, packSorted, totalCount } from './blocks/packed-counts.ts'
import type { PackedCounts } from './blocks/packed-counts.ts'

export { readBlocks, readWhole } from './distribution.ts'

/** Highest value that is told apart, in the measurement's unit: an hour, where it is milliseconds. */
export const HIGHEST_VALUE = 3_600_000

/** Values of the newest block that are kept one by one before they are counted: most blocks have no more, and those need not be searched for. */
const MOST_SINGLE = 1024

/** Tells the bucket of a value; nothing is recorded in it. */
const layout = emptyHistogram('fine')

/** Values for blocks that are over are put there when there are so many. */
const MOST_LATE = 1024

/** What was recorded of a block since it was last asked for. */
export interface BlockPart {
  startMs: number
  counts: PackedCounts
}

/** What was recorded since it was last asked for. Parts add up to the whole. */
export interface HistogramPart {
  kind: 'histogram'
  blocks: BlockPart[]
  overflow: number
  censored: number
}

/**
 * Records values into the buckets of an HdrHistogram, block of time by block of time, so that a measurement keeps its course and the spread between its parts. Only the newest block
 * is one in memory; a block is packed when the next begins, and what comes later for it is added. Its size does not grow with time: see `BlockStore`.
 * Relative error at most 0.1 %.
 */
export class BlockHistogram {
  readonly #name: string
  readonly #store = new BlockStore()
  /** Indices of the buckets of the newest block's values, and how many there are; what was there before them is in the sum. */
  readonly #newest = new Int32Array(MOST_SINGLE)
  #newestCount = 0
  #newestSum: CountSum | undefined
  #newestMs = Number.NEGATIVE_INFINITY
  /** Indices of the buckets of values for blocks that are over. */
  readonly #late = new Map<number, number[]>()
  #lateCount = 0
  #n = 0
  #overflow = 0
  #censored = 0
  /** Parts not asked for yet; `undefined` where nobody asks. */
  #parts: BlockPart[] | undefined
  #told = { overflow: 0, censored: 0 }

  /** @param name of the metric, for errors @param inParts whether it is asked for by `takePart`. Default false. */
  constructor(name = 'a histogram', inParts = false) {
    this.#name = name
    if (inParts) this.#parts = []
  }

  /** Values recorded so far. */
  get n(): number {
    return this.#n
  }

  /**
   * @param value in the measurement's unit; below 0 counts as 0 (two stamps within the clock's error), above `HIGHEST_VALUE` as that
   * @param atMs epoch milliseconds that decide the block
   * @throws MeasuredValueError when one of them is no finite number
   */
  record(value: number, atMs: number): void {
    requireFinite(this.#name, value, atMs)
    const start = blockStart(atMs, BLOCK_MS)
    if (value > HIGHEST_VALUE) this.#overflow++
    const units = Math.round(Math.min(Math.max(value, 0), HIGHEST_VALUE) * SCALE)
    this.#n++
    const index = layout.countsArrayIndex(units)
    if (start < this.#newestMs) {
      this.#recordLate(start, index)
      return
    }
    if (start > this.#newestMs) {
      this.#pack()
      this.#newestMs = start
    }
    this.#newest[this.#newestCount++] = index
    if (this.#newestCount === MOST_SINGLE) this.#countNewest()
  }

  /** Records a lower bound: the value was at least this large. */
  recordCensored(value: number, atMs: number): void {
    this.record(value, atMs)
    this.#censored++
  }

  /** Adds what another recorded. */
  add({ blocks, overflow, censored }: HistogramPart): void {
    for (const { startMs, counts } of blocks) {
      this.#store.add(startMs, counts)
      this.#n += totalCount(counts)
    }
    this.#overflow += overflow
    this.#censored += censored
  }

  /** Adds all of another histogram. */
  addData(data: HistogramData): void {
    this.#store.addAll(storeOf(data))
    this.#n += data.n
    this.#overflow += data.overflow
    this.#censored += data.censored
  }

  /** @returns what was recorded since the last call; `undefined` when that is nothing */
  takePart(): HistogramPart | undefined {
    this.#pack()
    this.#packLate()
    const blocks = this.#parts ?? []
    if (blocks.length === 0) return undefined
    this.#parts = []
    const overflow = this.#overflow - this.#told.overflow
    const censored = this.#censored - this.#told.censored
    this.#told = { overflow: this.#overflow, censored: this.#censored }
    return { kind: 'histogram', blocks, overflow, censored }
  }

  /** @returns what was recorded, serialisable */
  toData(): HistogramData {
    this.#pack()
    this.#packLate()
    const { blocks, ...thinned } = this.#store.toData()
    return {
      kind: 'histogram',
      blocks,
      n: this.#n,
      overflow: this.#overflow,
      censored: this.#censored,
      ...thinned,
    }
  }

  #recordLate(start: number, index: number): void {
    const late = this.#late.get(start)
    if (late) late.push(index)
    else this.#late.set(start, [index])
    if (++this.#lateCount >= MOST_LATE) this.#packLate()
  }

  #countNewest(): void {
    this.#newestSum ??= new CountSum()
    for (let at = 0; at < this.#newestCount; at++) this.#newestSum.addAt(this.#newest[at] ?? 0, 1)
    this.#newestCount = 0
  }

  #pack(): void {
    if (this.#newestSum && !this.#newestSum.isEmpty) {
      this.#countNewest()
      this.#keep({ startMs: this.#newestMs, counts: this.#newestSum.pack() })
      this.#newestSum.clear()
    } else if (this.#newestCount > 0) {
      const indices = this.#newest.subarray(0, this.#newestCount).sort()
      this.#keep({ startMs: this.#newestMs, counts: packSorted(indices) })
      this.#newestCount = 0
    }
  }

  #packLate(): void {
    for (const [startMs, indices] of this.#late) this.#keep({ startMs, counts: packIndices(indices) })
    this.#late.clear()
    this.#lateCount = 0
  }

  #keep(part: BlockPart): void {
    this.#store.add(part.startMs, part.counts)
    this.#parts?.push(part)
  }
}

/** @returns one histogram out of those of several threads or shards: blocks of the same time are summed */
export function mergeHistograms(parts: readonly HistogramData[]): HistogramData {
  const sum = new BlockHistogram()
  for (const part of parts) sum.addData(part)
  return sum.toData()
}

/** @returns the same values in blocks of the next length; their sum keeps them to 0.1 % */
export function thinHistogram(data: HistogramData): HistogramData {
  const store = new BlockStore()
  store.addAll(storeOf(data))
  store.thinOut()
  const { kind, n, overflow, censored } = data
  const { blocks, ...thinned } = store.toData()
  return { kind, blocks, n, overflow, censored, ...thinned }
}
