import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { openLoop } from './open-loop.ts'
import { users } from './users/users.ts'
import { probeRateLimit } from './rate-limit/rate-limit.ts'
import type { RateLimitOptions } from './rate-limit/rate-limit-options.ts'
import { renewedCredentials } from './renewed.ts'
import type { Renewal } from './renewed.ts'

/** The HTTP generators, run in a thread: see `http`. */
expose((clock, sink, gate) => {
  const recorded = recordedTo(clock, sink, gate)
  const fresh = <Options, Result>(workload: (options: Options) => Promise<Result>) => {
    return (options: Options): Promise<Result> => {
      renewedCredentials.forget()
      return workload(options)
    }
  }
  return {
    openLoop: fresh(recorded(openLoop)),
    closedLoop: fresh(recorded(closedLoop)),
    users: fresh(recorded(users)),
    rateLimit: fresh((options: RateLimitOptions) => probeRateLimit(options, clock)),
    renew: (renewals: readonly Renewal[]) => renewedCredentials.renew(renewals),
  }
})
