import { BLOCK_MS } from './blocks/block-length.ts'
import { BlockStore, storeOf } from './blocks/block-store.ts'
import { bucketAt, coarseIndex, SCALE } from './blocks/buckets.ts'
import type { Bucket } from './blocks/buckets.ts'
import type { HistogramData } from './measurement.ts'
import { eachCount, sumCounts, totalCount } from './blocks/packed-counts.ts'
import type { PackedCounts } from './blocks/packed-counts.ts'

/** A histogram read back, in the measurement's unit. */
export interface Distribution {
  startMs: number
  /** For how long its values came, ms. */
  spanMs: number
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

/** A histogram and its parts. */
export interface BlockedDistribution {
  /** In time order. */
  blocks: Distribution[]
  whole: Distribution
  /** @returns neighbouring blocks as one, so that each has at least so many values; fewer has only what no other block is beside */
  atLeast: (values: number) => Distribution[]
}

/** @returns the blocks of a histogram, in time order */
export function readBlocks(data: HistogramData): Distribution[] {
  return readHistograms([data]).blocks
}

/** @returns the sum of all blocks of one or more histograms of the same unit */
export function readWhole(...all: HistogramData[]): Distribution {
  return readHistograms(all).whole
}

/** @returns the histograms of several threads or shards as one: blocks of the same time are summed. Each is decoded once. */
export function readHistograms(all: readonly HistogramData[]): BlockedDistribution {
  const [first] = all
  if (first && all.length === 1) return readStore(storeOf(first))
  const sum = new BlockStore()
  for (const data of all) sum.addAll(storeOf(data))
  return readStore(sum)
}

function readStore(store: BlockStore): BlockedDistribution {
  const blocks = store.inOrder()
  const { blockMs, whole: thinned } = store
  const startMs = blocks[0]?.[0] ?? Number.POSITIVE_INFINITY
  const spanMs = (blocks.at(-1)?.[0] ?? startMs) + blockMs - startMs
  const counts = thinned ?? sumCounts(blocks.map(([, one]) => one))
  const whole = distribution(startMs, spanMs, counts)
  const within = thinned && withinBuckets(thinned)
  const read = ({ atMs, spanMs, counts }: Stretch): Distribution =>
    within ? mergedDistribution(atMs, spanMs, counts, within) : distribution(atMs, spanMs, counts)
  const spanMsOfOne = within ? blockMs : BLOCK_MS
  const stretches = blocks.map(([atMs, counts]): Stretch => ({ atMs, spanMs: spanMsOfOne, counts }))
  return {
    whole,
    blocks: stretches.map(read),
    atLeast: values =>
      runsOf(stretches)
        .flatMap(run => joinStretches(run, values))
        .map(read),
  }
}

/** Counts of the values of some time. */
interface Stretch {
  atMs: number
  spanMs: number
  counts: PackedCounts
}

/** Stretches between which as many of their lengths and more are missing are not beside each other. */
const MISSING = 2

/** @returns stretches that are beside each other, together: between two runs nothing was measured */
function runsOf(stretches: readonly Stretch[]): Stretch[][] {
  const runs: Stretch[][] = []
  for (const stretch of stretches) {
    const before = runs.at(-1)?.at(-1)
    if (before && stretch.atMs - before.atMs - before.spanMs <= MISSING * stretch.spanMs)
      runs.at(-1)?.push(stretch)
    else runs.push([stretch])
  }
  return runs
}

/** @returns neighbours of a run as one, so that each has at least so many values; what is left over goes to the last */
function joinStretches(run: readonly Stretch[], values: number): Stretch[] {
  const groups: Stretch[][] = []
  let missing = 0
  for (const stretch of run) {
    if (missing <= 0) {
      groups.push([])
      missing = values
    }
    groups.at(-1)?.push(stretch)
    missing -= totalCount(stretch.counts)
  }
  if (missing > 0 && groups.length > 1) groups.at(-2)?.push(...(groups.pop() ?? []))
  return groups.flatMap(group => {
    const [first, last] = [group[0], group.at(-1)]
    if (!first || !last) return []
    const spanMs = last.atMs + last.spanMs - first.atMs
    return [{ atMs: first.atMs, spanMs, counts: sumCounts(group.map(({ counts }) => counts)) }]
  })
}

/** A bucket's index and count. */
type Filled = [index: number, count: number]

function distribution(startMs: number, spanMs: number, counts: PackedCounts): Distribution {
  const n = totalCount(counts)
  return {
    startMs,
    spanMs,
    n,
    get mean() {
      return meanOf(listCounts(counts), n) / SCALE
    },
    percentile(percentile) {
      return valueAt(bucketOfRank(counts, rankOf(percentile, n))?.index, percentile) / SCALE
    },
    countBelow(limit, inclusive) {
      let below = 0
      eachCount(counts, (index, count) => {
        if (!isBelow(bucketAt(index, 'fine'), limit * SCALE, inclusive)) return false
        below += count
        return true
      })
      return below
    },
    buckets: () =>
      listCounts(counts).map(([index, count]) => [bucketAt(index, 'fine').lowest / SCALE, count]),
  }
}

/**
 * A block that was merged knows its values to 3 to 6 % only. Within each such bucket they are taken to be spread as those of the whole are, so that the
 * blocks add up to the whole below any limit.
 */
function mergedDistribution(
  startMs: number,
  spanMs: number,
  counts: PackedCounts,
  within: ReadonlyMap<number, Filled[]>,
): Distribution {
  const n = totalCount(counts)
  const filled = listCounts(counts)
  return {
    startMs,
    spanMs,
    n,
    get mean() {
      const sum = filled.reduce((total, [index, count]) => {
        const fine = within.get(index) ?? []
        return total + count * meanOf(fine, countOf(fine))
      }, 0)
      return n === 0 ? 0 : sum / n / SCALE
    },
    percentile(percentile) {
      const found = bucketOfRank(counts, rankOf(percentile, n))
      if (!found) return 0
      const fine = within.get(found.index) ?? []
      let left = Math.ceil((found.rank / found.count) * countOf(fine))
      const bucket = fine.find(([, count]) => (left -= count) <= 0) ?? fine.at(-1)
      return valueAt(bucket?.[0], percentile) / SCALE
    },
    countBelow(limit, inclusive) {
      return filled.reduce((sum, [index, count]) => {
        const fine = within.get(index) ?? []
        const below = fine.filter(([at]) => isBelow(bucketAt(at, 'fine'), limit * SCALE, inclusive))
        return below.length === fine.length ? sum + count : sum + (count * countOf(below)) / countOf(fine)
      }, 0)
    },
    buckets: () => filled.map(([index, count]) => [bucketAt(index, 'coarse').lowest / SCALE, count]),
  }
}

/** @returns the fine buckets by the coarse one that they lie in */
function withinBuckets(whole: PackedCounts): Map<number, Filled[]> {
  return Map.groupBy(listCounts(whole), ([index]) => coarseIndex(index))
}

function listCounts(counts: PackedCounts): Filled[] {
  const filled: Filled[] = []
  eachCount(counts, (index, count) => filled.push([index, count]))
  return filled
}

const countOf = (filled: readonly Filled[]): number => filled.reduce((sum, [, count]) => sum + count, 0)

const meanOf = (filled: readonly Filled[], n: number): number =>
  n === 0 ? 0 : filled.reduce((sum, [index, count]) => sum + bucketAt(index, 'fine').middle * count, 0) / n

/** A value counts as below the limit only when its whole bucket (0.1 % wide) is. */
const isBelow = ({ highest }: Bucket, limit: number, inclusive: boolean): boolean =>
  inclusive ? highest <= limit : highest < limit

/** The rank of a percentile among n values, from 1. As HdrHistogram has it: what is a hair above a whole number is that number. */
function rankOf(percentile: number, n: number): number {
  const rank = (Math.min(percentile, 100) / 100) * n
  const hair = 2 ** (Math.floor(Math.log2(rank)) - 52)
  return Math.max(Math.ceil(rank - hair), 1)
}

/** @returns the bucket that the value of a rank lies in, and its rank there; `undefined` when there are not so many values */
function bucketOfRank(
  counts: PackedCounts,
  rank: number,
): { index: number; count: number; rank: number } | undefined {
  let before = 0
  let found: { index: number; count: number; rank: number } | undefined
  eachCount(counts, (index, count) => {
    if (before + count >= rank) {
      found = { index, count, rank: rank - before }
      return false
    }
    before += count
    return true
  })
  return found
}

function valueAt(index: number | undefined, percentile: number): number {
  if (index === undefined) return 0
  const { lowest, highest } = bucketAt(index, 'fine')
  return percentile === 0 ? lowest : highest
}
