import { expect, test } from '@playwright/test'
import { inPartialRounds, inRounds } from './rounds.ts'

const names = ['a', 'b', 'c'] as const

test('each is done once a round, in another order each time, and the rounds are told', async () => {
  const turns: string[] = []
  const told: Readonly<Record<string, number>>[] = []
  const turn = (name: string) => {
    turns.push(name)
    return Promise.resolve(turns.length)
  }
  await inRounds({ names, rounds: 6, heldUpFromMs: Infinity }, turn, took => told.push(took))
  expect(told).toHaveLength(6)
  const rounds = told.map(took =>
    Object.entries(took)
      .toSorted(([, a], [, b]) => a - b)
      .map(([name]) => name),
  )
  for (const round of rounds) expect(round.toSorted()).toEqual([...names])
  expect(new Set(rounds.map(round => round.join(''))).size).toBeGreaterThan(2)
  expect(rounds.flat()).toEqual(turns)
})

test('of a round in which one failed nothing is told', async () => {
  const told: unknown[] = []
  let done = 0
  const turn = () => Promise.resolve(++done === 2 ? undefined : 1)
  await inRounds({ names, rounds: 3, heldUpFromMs: Infinity }, turn, took => told.push(took))
  expect([done, told.length]).toEqual([9, 2])
})

test('of a partial round what did not fail is told', async () => {
  const told: unknown[] = []
  let done = 0
  const turn = (name: string) => Promise.resolve(++done > 3 && name === 'b' ? undefined : 1)
  await inPartialRounds({ names, rounds: 2, heldUpFromMs: Infinity }, turn, took => told.push(took))
  expect(told).toEqual([
    { a: 1, b: 1, c: 1 },
    { a: 1, c: 1 },
  ])
})

test('a round for which this thread was late is set aside, and another is begun in its place', async () => {
  const told: unknown[] = []
  let done = 0
  const turn = async () => {
    done++
    const untilMs = performance.now() + (done <= 3 ? 60 : 0)
    while (performance.now() < untilMs);
    // What holds the loop up shows when it turns.
    await new Promise(resolve => setTimeout(resolve, 12))
    return 1
  }
  await inRounds({ names: ['a', 'b', 'c'], rounds: 2, heldUpFromMs: 100 }, turn, took => told.push(took))
  expect(done).toBeGreaterThanOrEqual(9)
  expect(told.length).toBeLessThan(done / 3)
})

test('there are twice as many rounds as are wanted at most', async () => {
  const told: unknown[] = []
  let done = 0
  const turn = () => Promise.resolve(++done)
  await inRounds({ names, rounds: 2, heldUpFromMs: 0 }, turn, took => told.push(took))
  expect([done, told.length]).toEqual([12, 0])
})
