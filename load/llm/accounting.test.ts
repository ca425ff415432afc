import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Answer } from '../http/asker.ts'
import { compareAccounts } from './accounting.ts'

const accounts = { path: '/spent/{{id}}', input: 'input', output: 'output', usd: 'usd' }
const account = { input: 7, output: 2, usd: 0.001 }

/** @param late what is accounted for only when it is asked for again @param never what is not accounted for at all */
async function compared(late: string, never: string) {
  const asked: string[] = []
  const ask = (_request: object, { id = '' }: Readonly<Record<string, string>>): Promise<Answer> => {
    const isKnown = id !== never && (id !== late || asked.includes(id))
    asked.push(id)
    return Promise.resolve({ status: isKnown ? 200 : 404, body: JSON.stringify(account) } as Answer)
  }
  const calls = ['a', 'b', 'c'].map(id => ({ id, account }))
  const means = { asker: { ask }, clock: systemClock, laterMs: 1 }
  const tally = await compareAccounts('llm.cost.platform', calls, accounts, means)
  return { asked, ...tally.toData() }
}

test('what is not accounted for is asked for once more, after all others', async () => {
  expect(await compared('a', 'none')).toMatchObject({ asked: ['a', 'b', 'c', 'a'], total: 3, bad: 0 })
})

test('what is not accounted for then either is told', async () => {
  expect(await compared('a', 'b')).toMatchObject({
    asked: ['a', 'b', 'c', 'a', 'b'],
    total: 3,
    bad: 1,
    causes: { 'not accounted for': 1 },
  })
})
