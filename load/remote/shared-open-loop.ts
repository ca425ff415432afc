import type { OpenLoopOptions } from '../http/open-loop.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Crew } from './crew.ts'
import { pooled } from './pooled.ts'

/**
 * Does an open loop with all workers of a crew: see `openLoop`. Arrivals are dealt in turn, so that together they are the whole shape, each at its own
 * time; bodies that are sent in turn are dealt with them.
 *
 * @returns what one machine would: pooled histograms and tallies; what each generator tells of itself has the label `machine`
 * @throws CrewError when it can't begin on all of them
 */
export async function sharedOpenLoop(crew: Crew, options: OpenLoopOptions): Promise<Measurement[]> {
  const { streams, warmUpMs = 0, rampMs = 0 } = options
  const metrics = streams.map(({ metric }) => metric)
  const shared = await crew.share(
    { module: 'http', name: 'openLoop' },
    index => openLoopShare(options, index, crew.size),
    { metrics, warmUpMs: warmUpMs + rampMs },
  )
  return pooled(shared, metrics)
}

/** @returns the part of an open loop that one of `count` machines does */
export function openLoopShare(options: OpenLoopOptions, index: number, count: number): OpenLoopOptions {
  const { streams, mostInFlight } = options
  return {
    ...options,
    machines: count,
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
