import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { openLlmLoad } from './llm-load.ts'
import { found } from './testing/found.ts'
import { withScript } from './testing/scripted-provider.ts'

const accounts = { path: '/spent/{{id}}', input: 'input', output: 'output', usd: 'usd' }
const arrivals = { kind: 'constant', perSecond: 20, durationMs: 100 } as const

test('where no answer has a name there is nothing to account for, and that is said', async () => {
  await withScript(
    () => ({}),
    async options => {
      const { measurements } = await openLlmLoad({ ...options, accounts, arrivals }, systemClock)
      expect(found(measurements, 'llm.cost').absence).toBe(
        'No answer tells its usage, and its name in the header "x-request-id".',
      )
    },
  )
})

test('where every call failed that is the reason, and not that none has a name', async () => {
  await withScript(
    () => ({ status: 500 }),
    async options => {
      const { measurements } = await openLlmLoad({ ...options, accounts, arrivals }, systemClock)
      expect(found(measurements, 'llm.cost').absence).toBeUndefined()
      expect(found(measurements, 'llm.errors').data).toMatchObject({ bad: 2 })
    },
  )
})
