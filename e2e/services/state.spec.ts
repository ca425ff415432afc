import { answers, test } from '../../fixtures/index.ts'

const COMMANDS = { perSecond: 200, durationMs: 5100 }

// Open model, by the service's own protocol: what the platform's cache could do at best.
test(
  'Redis answers at once',
  answers('state.redis.direct', { lastsMs: () => COMMANDS.durationMs + 1500 }),
  async ({ lab, state }) => {
    lab.record(...(await state.redisCommands(COMMANDS)))
  },
)
