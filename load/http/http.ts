import type { Measurement } from '../measure/measurement.ts'
import { runInThread } from '../thread.ts'
import type { ClosedLoopOptions } from './closed-loop.ts'
import type { OpenLoopOptions } from './open-loop.ts'
import type { UsersOptions } from './users/users.ts'
import type { RateLimitOptions } from './rate-limit.ts'

type HttpApi = {
  openLoop(options: OpenLoopOptions): Promise<Measurement[]>
  closedLoop(options: ClosedLoopOptions): Promise<Measurement[]>
  users(options: UsersOptions): Promise<Measurement[]>
  rateLimit(options: RateLimitOptions): Promise<Measurement[]>
}

const worker = new URL('./http.worker.ts', import.meta.url)

/** HTTP load, generated in a thread of its own so that the caller's event loop stays free. See `openLoop`, `closedLoop` and `users`. */
export const http = {
  /** Arrivals at intended times: latency under a given load. */
  openLoop: (options: OpenLoopOptions): Promise<Measurement[]> =>
    runInThread<HttpApi, 'openLoop'>(worker, 'openLoop', options),
  /** As many as come back: capacity at a number of connections. */
  closedLoop: (options: ClosedLoopOptions): Promise<Measurement[]> =>
    runInThread<HttpApi, 'closedLoop'>(worker, 'closedLoop', options),
  /** Users who go through journeys, with weights and think times. */
  users: (options: UsersOptions): Promise<Measurement[]> =>
    runInThread<HttpApi, 'users'>(worker, 'users', options),
  /** Past a limit and back: whether a rate limiter refuses as it should. See `probeRateLimit`. */
  rateLimit: (options: RateLimitOptions): Promise<Measurement[]> =>
    runInThread<HttpApi, 'rateLimit'>(worker, 'rateLimit', options),
}
