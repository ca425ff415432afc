import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import type { JsHistogram } from 'hdr-histogram-js'
import type { HistogramData } from './measurement.ts'

/** Histograms hold whole thousandths of the unit: microseconds where the unit is milliseconds. */
const SCALE = 1000

/** Highest value that is told apart, in the measurement's unit: an hour, where it is milliseconds. */
export const HIGHEST_VALUE = 3_600_000

/** Without WebAssembly, which is the default, the library builds and decodes its JavaScript histograms. */
const empty = (): JsHistogram =>
  build({ autoResize: true, lowestDiscernibleValue: 1, numberOfSignificantValueDigits: 3 }) as JsHistogram
const decode = (encoded: string): JsHistogram => decodeFromCompressedBase64(encoded) as JsHistogram
const encodeBlocks = (blocks: ReadonlyMap<number, JsHistogram>): HistogramData['blocks'] =>
  [...blocks]
    .sort(([a], [b]) => a - b)
    .map(([startMs, block]) => ({ startMs, encoded: encodeIntoCompressedBase64(block) }))

/**
 * Records values into an HdrHistogram a block of time, so that a measurement keeps its course and the spread between its parts.
 * Relative error at most 0.1 %.
 */
export class BlockHistogram {
  readonly #blockMs: number
  readonly #blocks = new Map<number, JsHistogram>()
  #n = 0
  #overflow = 0
  #censored = 0

  /** @param blockMs length of a block in milliseconds. Default 1000. */
  constructor(blockMs = 1000) {
    this.#blockMs = blockMs
  }

  /** Values recorded so far. */
  get n(): number {
    return this.#n
  }

  /**
   * @param value in the measurement's unit; below 0 counts as 0 (two stamps within the clock's error), above `HIGHEST_VALUE` as that
   * @param atMs epoch milliseconds that decide the block
   */
  record(value: number, atMs: number): void {
    const start = Math.floor(atMs / this.#blockMs) * this.#blockMs
    let block = this.#blocks.get(start)
    if (!block) this.#blocks.set(start, (block = empty()))
    if (value > HIGHEST_VALUE) this.#overflow++
    block.recordValue(Math.round(Math.min(Math.max(value, 0), HIGHEST_VALUE) * SCALE))
    this.#n++
  }

  /** Records a lower bound: the value was at least this large. */
  recordCensored(value: number, atMs: number): void {
    this.record(value, atMs)
    this.#censored++
  }

  /** @returns what was recorded, serialisable */
  toData(): HistogramData {
    const blocks = encodeBlocks(this.#blocks)
    return { kind: 'histogram', blocks, n: this.#n, overflow: this.#overflow, censored: this.#censored }
  }
}

/** A histogram read back, in the measurement's unit. */
export interface Distribution {
  startMs: number
  n: number
  /** The mean of the values. */
  readonly mean: number
  /** @param percentile 0 to 100 @returns the smallest recorded value that at least this share of values does not exceed */
  percentile(percentile: number): number
  /** @returns how many values are below `limit` (`inclusive`: at most `limit`) */
  countBelow(limit: number, inclusive: boolean): number
  /** @returns every value recorded (to 0.1 %) with how often, ascending */
  buckets(): [value: number, count: number][]
}

function distribution(startMs: number, histogram: JsHistogram): Distribution {
  return {
    startMs,
    n: histogram.totalCount,
    get mean() {
      return histogram.mean / SCALE
    },
    percentile: percentile => histogram.getValueAtPercentile(percentile) / SCALE,
    countBelow: (limit, inclusive) => countBelow(histogram, limit * SCALE, inclusive),
    buckets: () => listBuckets(histogram),
  }
}

/** A value counts as below the limit only when its whole bucket (0.1 % wide) is. */
function countBelow(histogram: JsHistogram, limit: number, inclusive: boolean): number {
  let count = 0
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const highest = histogram.highestEquivalentValue(histogram.valueFromIndex(index))
    if (inclusive ? highest > limit : highest >= limit) break
    count += histogram.getCountAtIndex(index)
  }
  return count
}

function listBuckets(histogram: JsHistogram): [number, number][] {
  const buckets: [number, number][] = []
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const count = histogram.getCountAtIndex(index)
    if (count > 0) buckets.push([histogram.valueFromIndex(index) / SCALE, count])
  }
  return buckets
}

/** @returns the blocks of a histogram, in time order */
export function readBlocks(data: HistogramData): Distribution[] {
  return data.blocks.map(block => distribution(block.startMs, decode(block.encoded)))
}

/** @returns the sum of all blocks of one or more histograms of the same unit */
export function readWhole(...all: HistogramData[]): Distribution {
  const whole = empty()
  const blocks = all.flatMap(data => data.blocks)
  for (const block of blocks) whole.add(decode(block.encoded))
  return distribution(Math.min(...blocks.map(block => block.startMs)), whole)
}

/** @returns one histogram out of those of several threads or shards: blocks of the same time are summed */
export function mergeHistograms(parts: readonly HistogramData[]): HistogramData {
  const sums = new Map<number, JsHistogram>()
  for (const { startMs, encoded } of parts.flatMap(part => part.blocks)) {
    const sum = sums.get(startMs) ?? empty()
    sum.add(decode(encoded))
    sums.set(startMs, sum)
  }
  const total = (pick: (part: HistogramData) => number): number =>
    parts.reduce((sum, part) => sum + pick(part), 0)
  return {
    kind: 'histogram',
    blocks: encodeBlocks(sums),
    n: total(part => part.n),
    overflow: total(part => part.overflow),
    censored: total(part => part.censored),
  }
}
