import { expect, test } from '@playwright/test'
import { accountsOf } from './accounts.ts'

/** What a hub received and passed on, as `agent.seq`. */
const accounts = (received: string, passed: string) => {
  const list = (text: string) =>
    text.split(' ').map(one => {
      const [agent, seq] = one.split('.').map(Number)
      return { agent: agent ?? -1, seq: seq ?? -1, heldMs: 0 }
    })
  return accountsOf({ received: list(received), passed: list(passed) })
}

test('what is passed on once and in turn is in order', () => {
  expect(accounts('0.0 1.0 0.1 1.1', '0.0 1.0 0.1 1.1')).toEqual({
    expected: 4,
    lost: 0,
    duplicated: 0,
    reordered: 0,
  })
})

test('what is never passed on is lost', () => {
  expect(accounts('0.0 0.1 0.2', '0.0 0.2')).toMatchObject({ expected: 3, lost: 1 })
})

test('what is passed on again is duplicated each time, however late', () => {
  expect(accounts('0.0 0.1', '0.0 0.0 0.1 0.0')).toMatchObject({ lost: 0, duplicated: 2, reordered: 0 })
})

test('what comes after a newer one of its agent is reordered, and lost it is not', () => {
  expect(accounts('0.0 0.1 0.2', '0.1 0.2 0.0')).toMatchObject({ lost: 0, duplicated: 0, reordered: 1 })
  expect(accounts('0.0 0.1 0.2', '0.2 0.0 0.1')).toMatchObject({ reordered: 2 })
  expect(accounts('0.0 1.0 1.1', '1.0 1.1 0.0')).toMatchObject({ reordered: 0 })
})
