import { expect, test } from '@playwright/test'
import { inTurns, middle } from './in-turns.ts'

test('contenders change places from turn to turn, and each time there is a truth of its own', async () => {
  const tried: string[] = []
  const results = await inTurns(['a', 'b'], 2, async (truth, name) => {
    const { id } = await truth.ask('startServer', {})
    expect(id).toBe(0)
    tried.push(name)
    return tried.length
  })
  expect(tried).toEqual(['a', 'b', 'b', 'a'])
  expect(results).toEqual({ a: [1, 4], b: [2, 3] })
  expect(middle(results.a, value => value * 10)).toBe(25)
})
