import { BLOCK_MS } from '../../load/measure/blocks/block-length.ts'
import { readHistograms } from '../../load/measure/distribution.ts'
import type { Distribution } from '../../load/measure/distribution.ts'
import type { HistogramData, Measurement, SamplesData, TallyData } from '../../load/measure/measurement.ts'
import { mergeTallies } from '../../load/measure/tally.ts'
import { nearestRank } from '../../load/measure/nearest-rank.ts'
import type { Block } from './confidence.ts'
import { driftEvidence, leakEvidence } from './growth-evidence.ts'
import { loadSlope } from './load-slope.ts'
import { meets, smallerIsBetter } from './objective.ts'
import type { Objective } from './objective.ts'
import { seriesEvidence } from './series-evidence.ts'

/** Data seen through an objective. */
export interface Evidence {
  n: number
  /** The statistic that the objective names. */
  observed: number
  /** Good values of each second. Empty for a statistic of the whole. */
  blocks: Block[]
  /** What a statistic of the whole could also have been: its resamples, smallest first. Absent: too few values to know. */
  resamples?: Float64Array
  /** The statistic of each part: a visit, a run or a second. */
  parts: number[]
  /** Why the numbers above settle nothing: a sentence. */
  undecided?: string
}

/** What is taken for granted when data are judged again with a doubt: as much in the target's favour as the doubt allows. */
export interface Granted {
  /** @returns the limit for values that began in a span of time (epoch ms) */
  limitAt: (startMs: number, endMs: number) => number
  /** Bad events that are not held against the target. */
  forgiven: number
}

const LARGEST_PARTS = 60

/** Samples that come this many a second share what happens in it; rarer ones (visits, runs) are independent by design. */
const OFTEN = 2

/** @returns the pooled data of one metric as evidence; `undefined` when there is none, or none of the kind the objective needs */
export function gatherEvidence(
  measurements: readonly Measurement[],
  objective: Objective,
  granted: Granted = { limitAt: () => objective.limit, forgiven: 0 },
): Evidence | undefined {
  const { statistic } = objective
  const data = measurements.map(measurement => measurement.data)
  if (statistic.kind === 'slope' && statistic.over !== undefined) {
    const slope = loadSlope(measurements, statistic.over)
    return slope && { ...slope, blocks: [], parts: thin(slope.parts) }
  }
  const less = (startMs: number, endMs: number): number => granted.limitAt(startMs, endMs) - objective.limit
  if (statistic.kind === 'avg' || statistic.kind === 'slope') {
    const series = seriesEvidence(data, statistic.kind, less)
    return series && { ...series, blocks: [], parts: thin(series.parts) }
  }
  if (statistic.kind === 'leak' || statistic.kind === 'drift') {
    const growth =
      statistic.kind === 'leak'
        ? leakEvidence(measurements, objective.limit)
        : driftEvidence(measurements, less)
    return growth && { ...growth, blocks: [], parts: thin(growth.parts) }
  }
  if (statistic.kind !== 'percentile') {
    const tallies = data.filter((one): one is TallyData => one.kind === 'tally')
    return fromTallies(tallies, objective, granted.forgiven)
  }
  const histograms = data.filter((one): one is HistogramData => one.kind === 'histogram' && one.n > 0)
  if (histograms.length > 0) return fromHistograms(histograms, objective, statistic.percentile, granted)
  const samples = data.filter((one): one is SamplesData => one.kind === 'samples')
  return fromSamples(samples, objective, statistic.percentile, granted)
}

/**
 * Which percentile to look at: where larger is better, `p(95)>=x` asks that 95 % are at least x, so x is held against the value that
 * 5 % fall below.
 */
const lookAt = (objective: Objective, percentile: number): number =>
  smallerIsBetter(objective) ? percentile : 100 - percentile

function fromSamples(
  all: readonly SamplesData[],
  objective: Objective,
  percentile: number,
  { limitAt }: Granted,
): Evidence | undefined {
  const points = all.flatMap(data => data.points)
  if (points.length === 0) return undefined
  const sorted = points.map(point => point.value).sort((a, b) => a - b)
  const seconds = new Set(points.map(point => Math.floor(point.atMs / 1000))).size
  const together = points.length >= OFTEN * seconds
  const blocks = new Map<number, Block>()
  for (const [index, point] of points.entries()) {
    const key = together ? Math.floor(point.atMs / 1000) : index
    const block = blocks.get(key) ?? { n: 0, good: 0 }
    const asked = { ...objective, limit: limitAt(point.atMs, point.atMs) }
    const good = isGood(asked, point.value, point.censored)
    blocks.set(key, { n: block.n + 1, good: block.good + (good ? 1 : 0) })
  }
  return {
    n: points.length,
    observed: nearestRank(sorted, lookAt(objective, percentile)) ?? Number.NaN,
    blocks: [...blocks.values()],
    parts: thin(points.map(point => point.value)),
  }
}

/** A lower bound can't be known to be below a limit, unless any time is granted. */
const isGood = (objective: Objective, value: number, censored?: true): boolean =>
  !(censored && smallerIsBetter(objective) && objective.limit !== Infinity) && meets(objective, value)

function fromHistograms(
  all: readonly HistogramData[],
  objective: Objective,
  percentile: number,
  { limitAt }: Granted,
): Evidence {
  const { operator } = objective
  const at = lookAt(objective, percentile)
  const { whole, blocks } = readHistograms(all)
  const isCensored = all.some(({ censored }) => censored > 0)
  const inclusive = operator === '<=' || operator === '>'
  const top = whole.percentile(100)
  const goodWithin = (block: Distribution, limit: number): number => {
    if (!smallerIsBetter(objective)) return block.n - block.countBelow(limit, inclusive)
    if (limit === Infinity) return block.n
    // Time-outs are recorded at the time-out, above which there is nothing. Where that lies within the limit they are not good for it.
    const ceiling = isCensored && meets({ ...objective, limit }, top) ? 0.999 * top : limit
    return block.countBelow(ceiling, inclusive)
  }
  /** The seconds of a block that was merged may have limits of their own; its values are taken to be spread evenly over them. */
  const goodOf = (block: Distribution): number => {
    const within = new Map<number, number>()
    const seconds = Math.round(block.spanMs / BLOCK_MS)
    let sum = 0
    for (let second = 0; second < seconds; second++) {
      const atMs = block.startMs + second * BLOCK_MS
      const limit = limitAt(atMs, atMs + BLOCK_MS)
      const good = within.get(limit) ?? goodWithin(block, limit)
      within.set(limit, good)
      sum += good
    }
    return sum / seconds
  }
  return {
    n: whole.n,
    observed: whole.percentile(at),
    blocks: blocks.map(block => ({ n: block.n, good: goodOf(block) })),
    parts: thin(blocks.map(block => block.percentile(at))),
  }
}

function fromTallies(
  all: readonly TallyData[],
  objective: Objective,
  forgiven: number,
): Evidence | undefined {
  const { total: n, bad, blocks: seconds } = mergeTallies(all)
  if (n === 0) return undefined
  const share = (part: { total: number; bad: number }): number =>
    (smallerIsBetter(objective) ? part.bad : part.total - part.bad) / part.total
  const kept = Math.max(0, bad - forgiven)
  const held = bad === 0 ? 0 : kept / bad
  const blocks = seconds.filter(block => block.total > 0)
  const counted = objective.statistic.kind === 'count'
  return {
    n,
    observed: counted ? kept : share({ total: n, bad: kept }),
    blocks: blocks.map(block => ({ n: block.total, good: block.total - held * block.bad })),
    parts: counted ? [] : thin(blocks.map(share)),
  }
}

function thin(values: readonly number[]): number[] {
  const length = Math.min(values.length, LARGEST_PARTS)
  return Array.from({ length }, (_, i) => values[Math.floor((i * values.length) / length)] ?? 0)
}
