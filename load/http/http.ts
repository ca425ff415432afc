import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { ClosedLoopOptions } from './closed-loop/closed-loop-options.ts'
import type { OpenLoopOptions } from './open-loop.ts'
import type { UsersOptions } from './users/users.ts'
import type { RateLimitOptions } from './rate-limit/rate-limit-options.ts'
import type { Renewal } from './renewed.ts'

type HttpApi = {
  openLoop(options: OpenLoopOptions): Promise<Measurement[]>
  closedLoop(options: ClosedLoopOptions): Promise<Measurement[]>
  users(options: UsersOptions): Promise<Measurement[]>
  rateLimit(options: RateLimitOptions): Promise<Measurement[]>
  renew(renewals: readonly Renewal[]): void
}

const threads = new ThreadPool<HttpApi>(moduleBeside('./http.worker', import.meta.url))

/**
 * HTTP load, generated in a thread of its own so that the caller's event loop stays free; the thread is kept for the next call. See `openLoop`,
 * `closedLoop` and `users`.
 */
export const http = {
  /** Arrivals at intended times: latency under a given load. */
  openLoop: (options: OpenLoopOptions): Promise<Measurement[]> => threads.run('openLoop', options),
  /** As many as come back: capacity at a number of connections. */
  closedLoop: (options: ClosedLoopOptions): Promise<Measurement[]> => threads.run('closedLoop', options),
  /** Users who go through journeys, with weights and think times. */
  users: (options: UsersOptions): Promise<Measurement[]> => threads.run('users', options),
  /** Past a limit and back: whether a rate limiter refuses as it should. See `probeRateLimit`. */
  rateLimit: (options: RateLimitOptions): Promise<Measurement[]> => threads.run('rateLimit', options),
}

/** Lets load that is under way go on with credentials that were renewed. */
export const renewRequests = (renewals: readonly Renewal[]): void => threads.tellBusy('renew', renewals)
