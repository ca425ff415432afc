import { expect, test } from '@playwright/test'
import { seededRandom } from '../seeded-random.ts'
import { lengthOf, meanLength, Prompts } from './prompts.ts'

test('half of the lengths are below the median, one in twenty above p95', () => {
  const random = seededRandom(3)
  const lengths = Array.from({ length: 4000 }, () => lengthOf({ median: 100, p95: 400 }, random))
  const share = (least: number): number => lengths.filter(one => one > least).length / lengths.length
  expect(share(100)).toBeCloseTo(0.5, 1)
  expect(share(400)).toBeCloseTo(0.05, 1)
  expect(share(400)).toBeGreaterThan(0.03)
  expect(Math.min(...lengths)).toBeGreaterThan(0)
  expect(lengthOf({ median: 7 }, random)).toBe(7)
  const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length
  expect(meanLength({ median: 100, p95: 400 }) / mean).toBeCloseTo(1, 1)
  expect(meanLength({ median: 7 })).toBe(7)
})

const firstWords = (prompts: Prompts, count: number): string[][] =>
  Array.from({ length: 10 }, () => prompts.next().text.split(' ').slice(0, count))

test('prompts begin differently, in one run and in the next', () => {
  const options = { texts: ['one and the same'], tokens: { median: 30 } }
  const [a, b] = ['run-a', 'run-b'].map(run => new Prompts(options, seededRandom(1), run))
  if (!a || !b) throw new Error('There are two.')
  const starts = [...firstWords(a, 1), ...firstWords(b, 1)].map(words => words.join(' '))
  expect(new Set(starts).size).toBe(20)
})

test('what is shared on purpose comes first, and the rest differs', () => {
  const prompts = new Prompts({ tokens: { median: 30 }, sharedTokens: 10 }, seededRandom(1), 'run')
  const starts = firstWords(prompts, 11)
  expect(new Set(starts.map(words => words.slice(0, 10).join(' '))).size).toBe(1)
  expect(new Set(starts.map(words => words[10])).size).toBe(10)
  expect(prompts.next().words).toBe(30)
})

test('texts are taken in turn, as long as they are', () => {
  const prompts = new Prompts({ texts: ['a b', 'c d e'] }, seededRandom(1), 'run')
  expect([prompts.next(), prompts.next(), prompts.next()].map(({ text }) => text)).toEqual([
    'run-0 a b',
    'run-1 c d e',
    'run-2 a b',
  ])
})
