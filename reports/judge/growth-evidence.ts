import { largestOf, leastOf } from '../../load/measure/extremes.ts'
import type { HistogramData, Measurement } from '../../load/measure/measurement.ts'
import { findLeak } from '../statistics/leak.ts'
import { LEAST_VALUES } from '../statistics/residual-bootstrap.ts'
import { slopeBootstrap } from '../statistics/slope-bootstrap.ts'
import { theilSen, thinned } from '../statistics/theil-sen.ts'
import type { Point } from '../statistics/theil-sen.ts'
import { BOOTSTRAP_SEED, means, MINUTE_MS, MOST_POINTS } from './series-evidence.ts'
import type { SeriesEvidence } from './series-evidence.ts'

/** A leak is told from the least of each of so many windows: half of them are as many as an interval takes. */
const WINDOWS = 2 * LEAST_VALUES

/** The shortest of these windows: garbage comes and goes in less. */
const SHORTEST_WINDOW_MS = 2500

/** What is filled ends; a leak grows on as it did. Growth of less than this share of what it was in the first half of the time is coming to an end. */
const SLOWING = 1 / 4

const OPTIONS = { seed: BOOTSTRAP_SEED }

const TAKEN_AGAIN =
  'It grew, and not beyond what it had held at first, so that it may be a leak, or take again what it had given back.'

/** What growth rests on. */
export interface GrowthEvidence extends SeriesEvidence {
  /** See `Evidence`. */
  undecided?: string
}

/**
 * How much a value grows in a minute and does not lose again. Where `findLeak` finds no leak of `limit`, or one that is coming to an end, it is how the
 * second half of the time grew: what a cache takes until it is full is over by then. What has not grown beyond what it held before it was at its least
 * is undecided: a process that gives memory back takes it again.
 *
 * @param measurements of each alone: between two of them the target may have been started anew. The longest counts.
 * @returns `undefined` when there are no values; without resamples where there are too few windows
 */
export function leakEvidence(
  measurements: readonly Measurement[],
  limit: number,
): GrowthEvidence | undefined {
  const points = longestOf(measurements.map(({ data }) => pointsOf(data)))
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return undefined
  const spanMs = last[0] - first[0]
  const window = Math.max(SHORTEST_WINDOW_MS, spanMs / (WINDOWS - 0.5))
  const line = points.map(([atMs, value]) => [(atMs - first[0]) / MINUTE_MS, value] as const)
  const finding = findLeak(line, { ...OPTIONS, least: limit, window: window / MINUTE_MS })
  if (finding.kind === 'too-short') {
    const slope = theilSen(thinned(line, MOST_POINTS))?.slope
    return slope === undefined
      ? undefined
      : { n: finding.windows, observed: slope, parts: line.map(([, value]) => value) }
  }
  const { minima, halves } = finding
  const isSlowing = halves[1] < SLOWING * halves[0]
  const common = { n: minima.length, parts: minima.map(([, value]) => value) }
  if (finding.kind === 'leak' && !isSlowing) {
    const found = { ...common, observed: finding.slope, resamples: slopeBootstrap(minima, OPTIONS) }
    const [, now] = minima.at(-1) ?? last
    return heldBefore(points, window) < now ? found : { ...found, undecided: TAKEN_AGAIN }
  }
  const later = minima.slice(minima.length >> 1)
  const observed = theilSen(later)?.slope ?? finding.slope
  if (later.length < LEAST_VALUES) return { ...common, observed }
  const resamples = slopeBootstrap(later, OPTIONS)
  return observed < limit
    ? { ...common, observed, resamples }
    : {
        ...common,
        observed,
        resamples,
        undecided: isSlowing
          ? 'It grew less than a quarter as fast as in the first half of the time, so that it may be a leak, or be full soon.'
          : 'It grew in the second half of the time and not in the first, so that it may be a leak, or come and go.',
      }
}

/**
 * By which share of itself a value grew from beginning to end: the Theil-Sen line through the means of its blocks.
 *
 * @param measurements see `leakEvidence` @param less see `seriesEvidence`
 * @returns `undefined` when there are no values
 */
export function driftEvidence(
  measurements: readonly Measurement[],
  less: (startMs: number, endMs: number) => number,
): SeriesEvidence | undefined {
  const histograms = measurements.flatMap(({ data }) => (data.kind === 'histogram' ? [data] : []))
  const points = longestOf(histograms.map(data => blocksOf(data, less)))
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return undefined
  const parts = points.map(([, value]) => value)
  const level = parts.toSorted((a, b) => a - b)[parts.length >> 1] ?? 0
  const line = theilSen(thinned(points, MOST_POINTS))
  if (!line || level <= 0) return undefined
  const ofWhole = (slope: number): number => (slope * (last[0] - first[0])) / level
  return {
    n: parts.length,
    observed: ofWhole(line.slope),
    parts,
    ...(points.length < LEAST_VALUES ? {} : { resamples: slopeBootstrap(points, OPTIONS).map(ofWhole) }),
  }
}

const blocksOf = (data: HistogramData, less: (startMs: number, endMs: number) => number): Point[] =>
  means([data]).map(({ atMs, value, spanMs }) => [atMs, value - less(atMs, atMs + spanMs)] as const)

function pointsOf(data: Measurement['data']): Point[] {
  if (data.kind === 'series') return data.points.toSorted(([a], [b]) => a - b)
  if (data.kind !== 'samples') return []
  return data.points.map(({ atMs, value }) => [atMs, value] as const).toSorted(([a], [b]) => a - b)
}

/** @returns the most that it held for a whole window before it was at its least; -Infinity where there was no time for that */
function heldBefore(points: readonly Point[], windowMs: number): number {
  const leastAt = points.reduce((at, [, value], index) => (value < (points[at]?.[1] ?? 0) ? index : at), 0)
  const before = points.slice(0, leastAt)
  const endMs = before.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY
  const held = before.map(([fromMs], index) => {
    if (endMs - fromMs < windowMs) return Number.NEGATIVE_INFINITY
    const beyond = before.findIndex(([atMs]) => atMs > fromMs + windowMs)
    return leastOf(before.slice(index, beyond < 0 ? undefined : beyond).map(([, value]) => value))
  })
  return largestOf(held)
}

/** @returns those that go on for longest */
function longestOf(all: readonly Point[][]): Point[] {
  const spanOf = (points: readonly Point[]): number => (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
  return all.toSorted((a, b) => spanOf(b) - spanOf(a))[0] ?? []
}
