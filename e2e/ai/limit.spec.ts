import { answers, test } from '../../fixtures/index.ts'

// Twice as many calls as the limit allows, at once; those that are refused wait as long as they are told, and come back.
test(
  'calls past the limit are told how long to wait, and answered after it',
  answers('llm.ratelimit', { lastsMs: () => 5000 }),
  async ({ lab, llm }) => {
    lab.record(...(await llm.limit()))
  },
)
