import type { OpenLoopOptions, Stream } from '../http/open-loop.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Measurement } from '../measure/measurement.ts'
import { rateSeries } from '../measure/rate.ts'
import { mergeTallies } from '../measure/tally.ts'
import type { Crew, Shared } from './crew.ts'
import { mergeShares, wholeSeries } from './merge-shares.ts'
import type { Share } from './merge-shares.ts'

/**
 * Does an open loop with all workers of a crew: see `openLoop`. Arrivals are dealt in turn, so that together they are the whole shape, each at its own
 * time; bodies that are sent in turn are dealt with them.
 *
 * @returns what one machine would: pooled histograms and tallies; what each generator tells of itself has the label `machine`
 * @throws CrewError when it can't begin on all of them
 */
export async function sharedOpenLoop(crew: Crew, options: OpenLoopOptions): Promise<Measurement[]> {
  const shared = await crew.share(
    { module: 'http', name: 'openLoop' },
    index => openLoopShare(options, index, crew.size),
    options.warmUpMs,
  )
  return withRates(mergeShares(shared.map(shareOf)), options.streams, crew.size)
}

/** @returns the part of an open loop that one of `count` machines does */
export function openLoopShare(options: OpenLoopOptions, index: number, count: number): OpenLoopOptions {
  const { streams, mostInFlight } = options
  return {
    ...options,
    ...(mostInFlight === undefined ? {} : { mostInFlight: Math.ceil(mostInFlight / count) }),
    streams: streams.map(stream => ({
      ...stream,
      arrivals: { kind: 'share', of: stream.arrivals, index, count },
      request: dealt(stream.request, index, count),
    })),
  }
}

/** The bodies of every `count`th request, in their turn. */
function dealt(request: HttpRequest, index: number, count: number): HttpRequest {
  const { bodies } = request
  if (!bodies || bodies.length < 2) return request
  return {
    ...request,
    bodies: bodies.map((_, turn) => bodies[(turn * count + index) % bodies.length] as string),
  }
}

/** @returns what a worker made of its share, with the doubt that it was lost */
function shareOf({ member, worked }: Shared): Share {
  const { measurements } = worked
  if (worked.kind === 'done') return { machine: member.name, measurements }
  const { because, atMs } = worked
  return {
    machine: member.name,
    measurements,
    lost: { kind: 'worker-lost', machine: member.name, because, atMs },
  }
}

/** The curves of all requests: what was counted is pooled, and what was intended is the same share on each machine. */
function withRates(
  measurements: readonly Measurement[],
  streams: readonly Stream[],
  count: number,
): Measurement[] {
  const counts = new Set(streams.map(({ metric }) => `${metric}.errors`))
  const counted = mergeTallies(
    measurements.flatMap(({ metric, data }) => (counts.has(metric) && data.kind === 'tally' ? data : [])),
  )
  return measurements.map(one => {
    const { metric, data } = one
    if (metric === 'load.requests') return { ...one, data: rateSeries(counted, 'all') }
    if (metric === 'load.errors') return { ...one, data: rateSeries(counted, 'bad') }
    if (metric === 'load.intended' && data.kind === 'series')
      return { ...one, data: wholeSeries(data, count) }
    return one
  })
}
