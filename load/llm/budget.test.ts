import { expect, test } from '@playwright/test'
import { Budget } from './budget.ts'
import { costOf } from './prices.ts'

const prices = { input: 1, cachedInput: 0.5, output: 10 }

test('cached tokens cost once, and thoughts are part of the answer', () => {
  expect(costOf({ input: 1000, cachedInput: 400, output: 50, reasoning: 30 }, prices)).toBe(0.0013)
  expect(costOf({ input: 1000, cachedInput: 400, output: 0, reasoning: 0 }, { input: 1, output: 10 })).toBe(
    0.001,
  )
})

test('no call is made that could pass the budget with those that are under way', () => {
  const budget = new Budget({ usd: 1, tokens: 300 }, prices)
  const [first, second] = [budget.hold(50, 50), budget.hold(50, 50)]
  expect(budget.hold(50, 51)).toBeUndefined()
  expect(budget.isOver).toBe(true)
  expect(budget.hold(50, 50)).toBeDefined()
  first?.({ input: 10, cachedInput: 0, output: 10, reasoning: 0 })
  // Of the second it is not known what it used: the most is taken for it.
  second?.(undefined)
  expect(budget.spent.tokens).toBe(120)
  expect(budget.hold(40, 40)).toBeDefined()
  expect(budget.hold(1, 0)).toBeUndefined()
})

test('money ends it as tokens do', () => {
  const budget = new Budget({ usd: 0.001, tokens: 1_000_000 }, prices)
  expect(budget.hold(1, 100)).toBeUndefined()
  expect(budget.hold(0, 100)).toBeDefined()
})
