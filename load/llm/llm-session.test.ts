import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { Recording } from '../measure/recording.ts'
import { dialects } from './dialects/dialects.ts'
import { LlmSession } from './llm-session.ts'
import { withScript } from './testing/scripted-provider.ts'

test('where another chooses how long answers are, the next is held for as long as the longest', async () => {
  const script = () => ({ output: 500 })
  await withScript(script, async (options, asked) => {
    const allowance = { usd: 1, tokens: 1000 }
    const as = { dialect: { ...dialects.openai, isUnlimited: true } as const, metric: 'agent' }
    const session = new LlmSession({ ...options, allowance }, systemClock, new Recording(), as)
    try {
      // Of the first nothing is known: eight tokens are what its answer was to have.
      expect((await session.call(systemClock.nowMs()))?.outcome.fault).toBeUndefined()
      expect(session.budget.spent.tokens).toBe(507)
      expect(await session.call(systemClock.nowMs())).toBeUndefined()
      expect([asked.length, session.budget.isOver]).toEqual([1, true])
    } finally {
      session.sender.stop()
    }
  })
})
