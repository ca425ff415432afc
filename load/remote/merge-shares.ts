import { mergeHistograms } from '../measure/histogram.ts'
import { largestOf, leastOf } from '../measure/extremes.ts'
import type { Doubt, Measurement, MeasurementData, SeriesData } from '../measure/measurement.ts'
import { mergeTallies } from '../measure/tally.ts'

/** What one machine measured of a workload that several share. */
export interface Share {
  /** Absent: several, whose doubts have their names. */
  machine?: string
  measurements: readonly Measurement[]
  /** Of all that was shared: its part was not done to the end. */
  lost?: Doubt
}

/** A kind of data of which no sum can be made. */
class UnsharedError extends Error {
  readonly code = 'ERR_UNSHARED'
  override readonly name = 'UnsharedError'
}

/**
 * Puts together what machines measured that shared a workload: histograms and tallies are pooled, block by block, and never averaged. What has the
 * machine's name among its labels stays its own. Series are told once, by the first that has them: they are shares of the same, see `Crew`.
 *
 * @returns a measurement for each metric and its labels; each machine's doubts carry its name
 */
export function mergeShares(shares: readonly Share[]): Measurement[] {
  const groups = new Map<string, { share: Share; measurement: Measurement }[]>()
  for (const share of shares)
    for (const measurement of share.measurements) {
      const key = keyOf(measurement)
      const group = groups.get(key)
      if (group) group.push({ share, measurement })
      else groups.set(key, [{ share, measurement }])
    }
  const lost = shares.flatMap(share => share.lost ?? [])
  return [...groups.values()].map(group => mergeOne(group, lost))
}

function mergeOne(
  group: readonly { share: Share; measurement: Measurement }[],
  lost: readonly Doubt[],
): Measurement {
  const all = group.map(({ measurement }) => measurement)
  const [first] = all as [Measurement]
  const { metric, unit, labels } = first
  // A share of nothing to do is no want of values.
  const known = all.find(({ absence }) => absence === undefined) ?? first
  const doubts = group.flatMap(({ share, measurement }) =>
    measurement.doubts.map(doubt =>
      share.machine === undefined ? doubt : { machine: share.machine, ...doubt },
    ),
  )
  return {
    ...known,
    metric,
    unit,
    labels,
    window: {
      startMs: leastOf(all.map(({ window }) => window.startMs)),
      endMs: largestOf(all.map(({ window }) => window.endMs)),
    },
    data: mergeData(
      metric,
      all.map(({ data }) => data),
    ),
    doubts: first.data.kind === 'series' ? doubts : [...doubts, ...lost],
  }
}

function mergeData(metric: string, all: readonly MeasurementData[]): MeasurementData {
  const [first] = all as [MeasurementData]
  const of = <Kind extends MeasurementData['kind']>(kind: Kind) =>
    all.filter((data): data is Extract<MeasurementData, { kind: Kind }> => data.kind === kind)
  switch (first.kind) {
    case 'histogram':
      return mergeHistograms(of('histogram'))
    case 'tally':
      return mergeTallies(of('tally'))
    case 'samples':
      return {
        kind: 'samples',
        points: of('samples')
          .flatMap(({ points }) => points)
          .toSorted((a, b) => a.atMs - b.atMs),
      }
    case 'series':
      return first
    case 'search':
      throw new UnsharedError(`${metric} can't be shared among machines.`)
  }
}

/** @returns a series of one of `count` equal shares, as it is of all */
export const wholeSeries = ({ points }: SeriesData, count: number): SeriesData => ({
  kind: 'series',
  points: points.map(([atMs, value]) => [atMs, value * count]),
})

/** @returns what tells a measurement from all others of a workload */
export const keyOf = ({ metric, labels, data }: Pick<Measurement, 'metric' | 'labels' | 'data'>): string =>
  JSON.stringify([metric, data.kind, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))])
