import type { RateLimitOptions } from '../http/rate-limit/rate-limit-options.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Crew } from './crew.ts'
import { pooled } from './pooled.ts'

/**
 * Has one worker of a crew probe a rate limit: see `probeRateLimit`. A limit is one caller's, whom many limiters know by the address: of two machines it would be
 * two limits, and nobody could tell in which order what they sent came to it.
 *
 * @throws CrewError when there are too few workers; WorkerLostError when that one is lost
 */
export async function sharedRateLimit(crew: Crew, options: RateLimitOptions): Promise<Measurement[]> {
  const among = { metrics: ['ratelimit'], among: 1 }
  return pooled(await crew.share({ module: 'http', name: 'rateLimit' }, () => options, among), [])
}
