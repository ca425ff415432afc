import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import type { JsHistogram } from 'hdr-histogram-js'
import { eachCount, Packer } from './packed-counts.ts'
import type { PackedCounts } from './packed-counts.ts'

/** Histograms hold whole thousandths of the unit: microseconds where the unit is milliseconds. */
export const SCALE = 1000

/** How wide the buckets of a histogram are: `fine` 0.1 % of the value, `coarse` (of blocks that were merged) 3 to 6 %. */
export type Precision = 'fine' | 'coarse'

const DIGITS = { fine: 3, coarse: 1 } as const

/** Without WebAssembly, which is the default, the library builds and decodes its JavaScript histograms. @returns one that is empty */
export const emptyHistogram = (
  precision: Precision,
  bitBucketSize: 32 | 64 = 32,
  highestTrackableValue = 2,
): JsHistogram =>
  build({
    autoResize: true,
    bitBucketSize,
    highestTrackableValue,
    lowestDiscernibleValue: 1,
    numberOfSignificantValueDigits: DIGITS[precision],
  }) as JsHistogram

/** Those of an HdrHistogram: half of so many buckets a power of two, up to which they are one wide. */
const HALF = { fine: 1024, coarse: 16 } as const

/** The values that are counted in one bucket. */
export interface Bucket {
  lowest: number
  /** The middle, rounded down. */
  middle: number
  highest: number
}

/** @returns the bucket of an index, in the histogram's whole numbers */
export function bucketAt(index: number, precision: Precision): Bucket {
  const half = HALF[precision]
  const power = Math.max(0, Math.floor(index / half) - 1)
  const size = 2 ** power
  const lowest = (index - power * half) * size
  return { lowest, middle: lowest + Math.floor(size / 2), highest: lowest + size - 1 }
}

/** @returns the index of the coarse bucket that a fine one lies in; coarse buckets begin and end where fine ones do */
export function coarseIndex(fineIndex: number): number {
  const { lowest } = bucketAt(fineIndex, 'fine')
  const power = Math.max(0, Math.floor(Math.log2(lowest)) - Math.log2(HALF.coarse))
  return power * HALF.coarse + Math.floor(lowest / 2 ** power)
}

const packer = new Packer()

/** @returns the filled buckets of a histogram */
function packHistogram(histogram: JsHistogram): PackedCounts {
  if (histogram.totalCount > 0) {
    const zeros = histogram.getCountAtIndex(0)
    if (zeros > 0) packer.add(0, zeros)
    const first = histogram.countsArrayIndex(histogram.minNonZeroValue)
    const last = histogram.countsArrayIndex(histogram.maxValue)
    for (let index = Math.max(1, first); index <= last; index++) {
      const count = histogram.getCountAtIndex(index)
      if (count > 0) packer.add(index, count)
    }
  }
  return packer.take()
}

/** @returns the buckets as an HdrHistogram (V2, compressed, base64) */
export function encodeCounts(packed: PackedCounts, precision: Precision): string {
  let highest = 2
  eachCount(packed, index => (highest = Math.max(highest, bucketAt(index, precision).highest)))
  // As large as it gets from the start: to grow value by value took longer than all the rest.
  const histogram = emptyHistogram(precision, 64, highest)
  eachCount(packed, (index, count) =>
    histogram.recordValueWithCount(bucketAt(index, precision).lowest, count),
  )
  return encodeIntoCompressedBase64(histogram)
}

/** @returns the buckets of an encoded histogram */
export const decodeCounts = (encoded: string): PackedCounts =>
  packHistogram(decodeFromCompressedBase64(encoded) as JsHistogram)
