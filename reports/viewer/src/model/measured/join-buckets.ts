import { bucketStart, type ValueBuckets } from '../../../../value-buckets.ts'

/** A bar of a distribution: how many values lie between two. */
export interface Bar {
  from: number
  to: number
  count: number
}

/** A bar narrower than this is hard to tell from its neighbours, px. */
const LEAST_PX = 5

/** Joins neighbouring buckets, 2, 4, 8 or 16 at a time, until a bar is wide enough to be seen. @param bucketPx width of one bucket */
export function joinBuckets(buckets: ValueBuckets, bucketPx: number): Bar[] {
  const together = [1, 2, 4, 8].find(size => size * bucketPx >= LEAST_PX) ?? 16
  const joined = Map.groupBy(buckets, ([step]) => Math.floor(step / together))
  return [...joined].map(([place, own]) => ({
    from: bucketStart(place * together),
    to: bucketStart((place + 1) * together),
    count: own.reduce((sum, [, count]) => sum + count, 0),
  }))
}
