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

test('where answers are longer than they may be, as thoughts that nobody limits, the next is held for as much more', async () => {
  await withScript(
    () => ({ output: 500 }),
    async (options, asked) => {
      const session = new LlmSession(
        { ...options, allowance: { usd: 1, tokens: 1000 } },
        systemClock,
        new Recording(),
      )
      try {
        await session.call(systemClock.nowMs())
        expect(session.budget.spent.tokens).toBe(507)
        expect(await session.call(systemClock.nowMs())).toBeUndefined()
        expect(asked).toHaveLength(1)
      } finally {
        session.sender.stop()
      }
    },
  )
})

test('no prompt of one session is asked again by another of the same run', async () => {
  await withScript(
    () => ({}),
    async (options, asked) => {
      for (const sessions of [1, 2]) {
        const session = new LlmSession(options, systemClock, new Recording())
        for (let made = 0; made < 2; made++) await session.call(systemClock.nowMs())
        session.sender.stop()
        expect(asked).toHaveLength(2 * sessions)
      }
      const starts = asked.map(({ messages }) => {
        const [{ content }] = messages as [{ content: string }]
        return content.split(' ')[0]
      })
      expect(new Set(starts).size).toBe(4)
    },
  )
})
