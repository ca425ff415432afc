import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { openLoop } from './open-loop.ts'
import { users } from './users/users.ts'
import { probeRateLimit } from './rate-limit/rate-limit.ts'
import type { RateLimitOptions } from './rate-limit/rate-limit-options.ts'

/** The HTTP generators, run in a thread: see `http`. */
expose((clock, sink, gate) => {
  const recorded = recordedTo(clock, sink, gate)
  return {
    openLoop: recorded(openLoop),
    closedLoop: recorded(closedLoop),
    users: recorded(users),
    rateLimit: (options: RateLimitOptions) => probeRateLimit(options, clock),
  }
})
