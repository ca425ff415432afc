import { BLOCK_MS, blockStart, isTooMany, longer } from './block-length.ts'
import { coarseIndex, decodeCounts, encodeCounts } from './buckets.ts'
import type { HistogramData } from '../measurement.ts'
import { CountSum, sumCounts } from './packed-counts.ts'
import type { PackedCounts } from './packed-counts.ts'

/**
 * The blocks of a histogram that are over. They are of a second each; beyond 600 of them neighbours are merged, and then keep their values to 3 to 6 %
 * only, while the sum of all keeps them to 0.1 %: so it takes no more room for a day than for ten minutes.
 */
export class BlockStore {
  #blockMs = BLOCK_MS
  #blocks = new Map<number, PackedCounts>()
  /** The sum of all, once blocks were merged. */
  #whole: CountSum | undefined

  /** @returns what was made by `toData` */
  static of({ blocks, blockMs = BLOCK_MS, whole }: HistogramData): BlockStore {
    const store = new BlockStore()
    store.#blockMs = blockMs
    for (const { startMs, encoded } of blocks) store.#blocks.set(startMs, decodeCounts(encoded))
    if (whole !== undefined) {
      store.#whole = new CountSum()
      store.#whole.add(decodeCounts(whole))
    }
    return store
  }

  /** Length of the blocks, ms. */
  get blockMs(): number {
    return this.#blockMs
  }

  /** The sum of all blocks, to 0.1 %, where they are merged ones; `undefined` where they are seconds and add up to it themselves. */
  get whole(): PackedCounts | undefined {
    return this.#whole?.pack()
  }

  /** @returns the blocks in time order */
  inOrder(): [startMs: number, counts: PackedCounts][] {
    return [...this.#blocks].sort(([a], [b]) => a - b)
  }

  /** Adds values to 0.1 % that belong to the block of a moment, new or known. */
  add(atMs: number, counts: PackedCounts): void {
    this.#whole?.add(counts)
    this.#put(atMs, this.#whole ? sumCounts([counts], coarseIndex) : counts)
  }

  /** Adds all of another; the longer blocks of the two are those of both. */
  addAll(other: BlockStore): void {
    const { whole, blockMs } = other
    if (whole === undefined) {
      for (const [startMs, counts] of other.inOrder()) this.add(startMs, counts)
      return
    }
    if (this.#whole === undefined || this.#blockMs < blockMs) this.#thinOut(Math.max(blockMs, this.#blockMs))
    this.#whole?.add(whole)
    for (const [startMs, counts] of other.inOrder()) this.#put(startMs, counts)
  }

  /** Merges neighbours to blocks of the next length. */
  thinOut(): void {
    this.#thinOut(longer(this.#blockMs))
  }

  /** @returns the blocks, serialisable */
  toData(): Pick<HistogramData, 'blocks' | 'blockMs' | 'whole'> {
    const { whole } = this
    const precision = whole === undefined ? 'fine' : 'coarse'
    const blocks = this.inOrder().map(([startMs, counts]) => ({
      startMs,
      encoded: encodeCounts(counts, precision),
    }))
    return whole === undefined
      ? { blocks }
      : { blocks, blockMs: this.#blockMs, whole: encodeCounts(whole, 'fine') }
  }

  #put(atMs: number, counts: PackedCounts): void {
    const start = blockStart(atMs, this.#blockMs)
    const known = this.#blocks.get(start)
    this.#blocks.set(start, known ? sumCounts([known, counts]) : counts)
    while (isTooMany(this.#blocks.size, this.#blockMs)) this.#thinOut(longer(this.#blockMs))
  }

  /** Merges what falls into blocks of a length. */
  #thinOut(blockMs: number): void {
    const blocks = [...this.#blocks]
    const counts = blocks.map(([, one]) => one)
    const place = this.#whole === undefined ? coarseIndex : undefined
    if (this.#whole === undefined) {
      this.#whole = new CountSum()
      for (const one of counts) this.#whole.add(one)
    }
    this.#blockMs = blockMs
    this.#blocks = new Map(
      [...Map.groupBy(blocks, ([startMs]) => blockStart(startMs, blockMs))].map(([startMs, merged]) => [
        startMs,
        sumCounts(
          merged.map(([, one]) => one),
          place,
        ),
      ]),
    )
  }
}

const decoded = new WeakMap<HistogramData, BlockStore>()

/** @returns the blocks of a histogram, decoded once however often it is asked for: do not add to it */
export function storeOf(data: HistogramData): BlockStore {
  let store = decoded.get(data)
  if (!store) decoded.set(data, (store = BlockStore.of(data)))
  return store
}
