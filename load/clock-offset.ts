import { largestOf, leastOf } from './measure/extremes.ts'

/** One round trip to a peer that says its time: all epoch milliseconds, `peerMs` on its clock, the others on ours. */
export interface Ping {
  sentMs: number
  peerMs: number
  receivedMs: number
}

/** How a peer's clock stands to ours. */
export interface ClockOffset {
  /** Milliseconds that the peer's clock is ahead, at `atMs`. At another time `t` it is `offsetMs + (t - atMs) * driftPpm / 1e6`. */
  offsetMs: number
  /** Half-width of the interval that the offset at `atMs` is certainly in. */
  errorMs: number
  /** Microseconds that the peer's clock gains in each of our seconds; 0 when the pings span less than `DRIFT_SPAN_MS`. */
  driftPpm: number
  /** Our time at which `offsetMs` holds: the middle of the round trip that took least time. */
  atMs: number
}

/**
 * Pings over less time than this say nothing of the drift: an error of 0.1 ms in a second is 100 ppm already, and the clocks of two
 * machines drift by less.
 */
export const DRIFT_SPAN_MS = 1000

/** Parts that the time is cut into for the drift: each gives its best round trip. */
const BLOCKS = 20

/** Round trips shorter than this are no better known for it: the resolution of the clocks. */
const FINEST_ERROR_MS = 0.005

const errorOf = ({ sentMs, receivedMs }: Ping): number => (receivedMs - sentMs) / 2
const middleOf = ({ sentMs, receivedMs }: Ping): number => (sentMs + receivedMs) / 2
const offsetOf = (ping: Ping): number => ping.peerMs - middleOf(ping)
const bestOf = (pings: readonly Ping[]): Ping | undefined =>
  pings.toSorted((a, b) => errorOf(a) - errorOf(b))[0]

/**
 * Compares a peer's clock with ours.
 *
 * The offset is that of the round trip which took least time: the peer's answer lies somewhere within it, so the error is at most half of it
 * (F. Cristian, "Probabilistic clock synchronization", 1989). The drift is the slope of the line through the best round trip of each
 * of 20 stretches of time, by least squares, each weighted with `1 / error^2`: one that was held up hardly counts.
 *
 * @throws RangeError when there is no ping
 */
export function estimateClockOffset(pings: readonly Ping[]): ClockOffset {
  const best = bestOf(pings)
  if (!best) throw new RangeError('A clock is compared by at least one round trip, got none.')
  return {
    offsetMs: offsetOf(best),
    errorMs: errorOf(best),
    driftPpm: driftOf(pings),
    atMs: middleOf(best),
  }
}

function driftOf(pings: readonly Ping[]): number {
  const times = pings.map(middleOf)
  const beganMs = leastOf(times)
  const spanMs = largestOf(times) - beganMs
  if (spanMs < DRIFT_SPAN_MS) return 0
  const blocks = Array.from({ length: BLOCKS }, (): Ping[] => [])
  for (const ping of pings) {
    const block = Math.min(BLOCKS - 1, Math.floor(((middleOf(ping) - beganMs) / spanMs) * BLOCKS))
    blocks[block]?.push(ping)
  }
  return 1e6 * slopeOf(blocks.flatMap(block => bestOf(block) ?? []))
}

function slopeOf(pings: readonly Ping[]): number {
  const points = pings.map(ping => ({
    x: middleOf(ping),
    y: offsetOf(ping),
    weight: 1 / Math.max(errorOf(ping), FINEST_ERROR_MS) ** 2,
  }))
  const weight = points.reduce((sum, one) => sum + one.weight, 0)
  const meanX = points.reduce((sum, one) => sum + one.weight * one.x, 0) / weight
  const meanY = points.reduce((sum, one) => sum + one.weight * one.y, 0) / weight
  const covariance = points.reduce((sum, one) => sum + one.weight * (one.x - meanX) * (one.y - meanY), 0)
  const variance = points.reduce((sum, one) => sum + one.weight * (one.x - meanX) ** 2, 0)
  return covariance / variance
}
