import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Answer } from '../http/asker.ts'
import { compareAccounts } from './accounting.ts'
import type { Account } from './accounting.ts'

const accounts = { path: '/spent/{{id}}', input: 'input', output: 'output', usd: 'usd' }
const account = { input: 7, output: 2, usd: 0.001 }

/**
 * @param late what is accounted for only when it is asked for again @param never what is not accounted for at all
 * @param more what that came to, and the status that tells that it is not known
 */
async function compared(late: string, never: string, more: { own?: Account; status?: number } = {}) {
  const { own = account, status = 404 } = more
  const asked: string[] = []
  const ask = (_request: object, { id = '' }: Readonly<Record<string, string>>): Promise<Answer> => {
    const isKnown = id !== never && (id !== late || asked.includes(id))
    asked.push(id)
    return Promise.resolve({ status: isKnown ? 200 : status, body: JSON.stringify(account) } as Answer)
  }
  const calls = ['a', 'b', 'c'].map(id => ({ id, account: id === never ? own : account }))
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

test('a call that was refused and is not known to who accounts is neither right nor wrong', async () => {
  const own = { input: 0, output: 0, usd: 0 }
  expect(await compared('none', 'b', { own })).toMatchObject({ total: 2, bad: 0 })
  // That they could not be asked is another thing.
  expect(await compared('none', 'b', { own, status: 500 })).toMatchObject({ total: 3, bad: 1 })
})
