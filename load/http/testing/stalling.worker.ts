import { expose } from '../../thread.ts'
import { jitWarmUp } from '../jit-warm-up.ts'
import { openLoop } from '../open-loop.ts'
import type { OpenLoopOptions } from '../open-loop.ts'

/** What the stalling generator offers. */
export type StallingApi = {
  openLoop(
    options: OpenLoopOptions & { stall: { forMs: number; everyMs: number } },
  ): ReturnType<typeof openLoop>
}

/** The open-loop generator for tests, in a thread whose event loop is held up again and again. */
expose(clock => ({
  openLoop: async ({ stall, ...options }: Parameters<StallingApi['openLoop']>[0]) => {
    // Held up as well, it would take more than three times as long.
    await jitWarmUp(clock)
    setInterval(() => {
      const untilMs = clock.nowMs() + stall.forMs
      while (clock.nowMs() < untilMs);
    }, stall.everyMs)
    return openLoop(options, clock)
  },
}))
