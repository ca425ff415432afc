import { expose } from '../thread.ts'
import { closedLoop } from './closed-loop.ts'
import type { ClosedLoopOptions } from './closed-loop.ts'
import { openLoop } from './open-loop.ts'
import type { OpenLoopOptions } from './open-loop.ts'
import { users } from './users/users.ts'
import type { UsersOptions } from './users/users.ts'
import { probeRateLimit } from './rate-limit.ts'
import type { RateLimitOptions } from './rate-limit.ts'

/** The HTTP generators, run in a thread: see `http`. */
expose(clock => ({
  openLoop: (options: OpenLoopOptions) => openLoop(options, clock),
  closedLoop: (options: ClosedLoopOptions) => closedLoop(options, clock),
  users: (options: UsersOptions) => users(options, clock),
  rateLimit: (options: RateLimitOptions) => probeRateLimit(options, clock),
}))
