import type { Measurement, SeriesData } from '../measure/measurement.ts'
import { rateSeries } from '../measure/rate.ts'
import { mergeTallies } from '../measure/tally.ts'
import type { CrewMember, Worked } from './crew-member.ts'
import { CrewError } from './crew-error.ts'
import { mergeShares, wholeSeries } from './merge-shares.ts'
import type { Share } from './merge-shares.ts'

interface Pooled {
  member: Pick<CrewMember, 'name'>
  worked: Worked
}

/**
 * @param metrics prefixes of what the requests are measured as
 * @returns what workers made of a workload of requests, as one machine would tell it; of one that was lost with the doubt of it
 * @throws CrewError when all were lost before they told of anything
 */
export function pooled(shared: readonly Pooled[], metrics: readonly string[]): Measurement[] {
  const measurements = mergeShares(shared.map(shareOf))
  if (measurements.length === 0) throw lostAll(shared)
  const counts = new Set(metrics.map(metric => `${metric}.errors`))
  const counted = mergeTallies(
    measurements.flatMap(({ metric, data }) => (counts.has(metric) && data.kind === 'tally' ? data : [])),
  )
  const curves = shared.flatMap(({ worked }) => worked.measurements.flatMap(one => usersOf(one) ?? []))
  return measurements.map(one => {
    const { metric, data } = one
    if (metric === 'load.requests') return { ...one, data: rateSeries(counted, 'all') }
    if (metric === 'load.errors') return { ...one, data: rateSeries(counted, 'bad') }
    if (metric === 'load.intended' && data.kind === 'series')
      return { ...one, data: wholeSeries(data, shared.length) }
    return usersOf(one) ? { ...one, data: sumOf(curves) } : one
  })
}

/** No measurement is left that could have the doubt. */
function lostAll(shared: readonly Pooled[]): CrewError {
  const how = shared.flatMap(({ member, worked }) =>
    worked.kind === 'lost' ? `${member.name} ${worked.because}` : [],
  )
  return new CrewError(`Nothing was measured of the load, as its workers were lost: ${how.join('; ')}.`)
}

function shareOf({ member, worked }: Pooled): Share {
  const { measurements } = worked
  if (worked.kind === 'done') return { machine: member.name, measurements }
  const { because, atMs } = worked
  return {
    machine: member.name,
    measurements,
    lost: { kind: 'worker-lost', machine: member.name, because, atMs },
  }
}

const usersOf = ({ metric, data }: Measurement): SeriesData | undefined =>
  metric === 'load.users' && data.kind === 'series' ? data : undefined

/** At the moments of the first, what all have together: each as it was last seen. */
function sumOf([first, ...others]: readonly SeriesData[]): SeriesData {
  const points = (first?.points ?? []).map(([atMs, value]): [number, number] => [
    atMs,
    others.reduce(
      (sum, other) => sum + (other.points.findLast(([otherMs]) => otherMs <= atMs)?.[1] ?? 0),
      value,
    ),
  ])
  return { kind: 'series', points }
}
