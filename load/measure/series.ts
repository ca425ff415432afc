import { BLOCK_MS, blockStart, longer } from './blocks/block-length.ts'
import { requireFinite } from './finite.ts'
import type { SeriesData } from './measurement.ts'

/** What stands for points that are merged: their mean, the largest, or the last. */
export type Merging = 'mean' | 'max' | 'last'

/** Points that are kept before neighbours are merged: ten minutes of seconds. */
const MOST_POINTS = 600

interface Point {
  atMs: number
  value: number
  /** How many points it stands for. */
  n: number
}

/** A quantity over time. Beyond 600 points neighbours are merged, so that its size does not grow with time. */
export class Series {
  readonly #name: string
  readonly #merging: Merging
  #points: Point[] = []
  /** Points closer than this are one; 0: none was merged yet. */
  #blockMs = 0
  /** Points not asked for yet; `undefined` where nobody asks. */
  #part: [number, number][] | undefined

  /** @param name of the metric, for errors @param inParts whether it is asked for by `takePart`. Default false. */
  constructor(merging: Merging = 'mean', name = 'a series', inParts = false) {
    this.#name = name
    this.#merging = merging
    if (inParts) this.#part = []
  }

  /** @param atMs epoch ms, not before that of the last point @throws MeasuredValueError when one is no finite number */
  add(atMs: number, value: number): void {
    requireFinite(this.#name, value, atMs)
    this.#put({ atMs, value, n: 1 })
    this.#part?.push([atMs, value])
    if (this.#points.length <= MOST_POINTS) return
    const before = this.#points
    this.#blockMs = this.#blockMs === 0 ? spanOf(before) : longer(this.#blockMs)
    this.#points = []
    for (const point of before) this.#put(point)
  }

  /** @returns the points added since the last call; `undefined` when there are none */
  takePart(): SeriesData | undefined {
    const points = this.#part ?? []
    if (points.length === 0) return undefined
    this.#part = []
    return { kind: 'series', points }
  }

  /** @returns the points, serialisable */
  toData(): SeriesData {
    return { kind: 'series', points: this.#points.map(({ atMs, value }) => [atMs, value]) }
  }

  #put(point: Point): void {
    const last = this.#points.at(-1)
    const together =
      last &&
      this.#blockMs > 0 &&
      blockStart(last.atMs, this.#blockMs) === blockStart(point.atMs, this.#blockMs)
    if (together) merge(last, point, this.#merging)
    else this.#points.push({ ...point })
  }
}

/** @returns points in time order, merged where they are more than 600 */
export function boundedSeries(
  points: Iterable<readonly [atMs: number, value: number]>,
  merging?: Merging,
): SeriesData {
  const series = new Series(merging)
  for (const [atMs, value] of points) series.add(atMs, value)
  return series.toData()
}

/** The first length of a block that brings points to half their number, more or less. */
function spanOf(points: readonly Point[]): number {
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0)
  let blockMs = BLOCK_MS
  while (spanMs / blockMs > MOST_POINTS / 2) blockMs = longer(blockMs)
  return blockMs
}

function merge(into: Point, point: Point, merging: Merging): void {
  const n = into.n + point.n
  switch (merging) {
    case 'mean':
      into.value += ((point.value - into.value) * point.n) / n
      break
    case 'max':
      into.value = Math.max(into.value, point.value)
      break
    case 'last':
      into.value = point.value
  }
  into.n = n
}
