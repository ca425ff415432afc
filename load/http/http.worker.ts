import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { expose } from '../thread.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { openLoop } from './open-loop.ts'
import { users } from './users/users.ts'
import { probeRateLimit } from './rate-limit/rate-limit.ts'
import type { RateLimitOptions } from './rate-limit/rate-limit-options.ts'

/** The HTTP generators, run in a thread: see `http`. What they record is handed on while they run. */
expose((clock, sink) => {
  const recorded =
    <Options>(generator: (options: Options, clock: Clock, recording: Recording) => Promise<Measurement[]>) =>
    async (options: Options): Promise<Measurement[]> => {
      const recording = new Recording(sink)
      try {
        return await generator(options, clock, recording)
      } finally {
        recording.stop()
      }
    }
  return {
    openLoop: recorded(openLoop),
    closedLoop: recorded(closedLoop),
    users: recorded(users),
    rateLimit: (options: RateLimitOptions) => probeRateLimit(options, clock),
  }
})
