import { expect, test } from '@playwright/test'
import type { Judgement } from './slo.ts'
import { tightness } from './tightness.ts'

const taken = (objective: string, unit: Judgement['unit'], observed: number): number => {
  const limit = Number(/[\d.]+$/.exec(objective)?.[0])
  return tightness({ objective, unit, limit, observed } as Judgement)
}

test('of a limit a value takes up its share, of shares that must be large what lacks to 1', () => {
  expect(taken('p(95)<200', 'ms', 150)).toBe(0.75)
  expect(taken('rate>=0.9', 'ratio', 0.95)).toBeCloseTo(0.5, 9)
  expect(taken('med>=100', 'per-second', 200)).toBe(0.5)
})

test('a multiple that may be a tenth beyond 1 takes up what is beyond it, and none where it is even', () => {
  expect(taken('avg<=1.1', 'times', 1)).toBe(0)
  expect(taken('avg<=1.1', 'times', 1.05)).toBeCloseTo(0.5, 9)
  expect(taken('avg<=1.1', 'times', 5)).toBeCloseTo(40, 9)
  expect(taken('avg<=1.1', 'times', 0.9)).toBe(0)
  expect(taken('avg>=0.9', 'times', 0.95)).toBeCloseTo(0.5, 9)
  expect(taken('avg>=0.9', 'times', 1.2)).toBe(0)
})

test('a multiple that must be large takes up its share, as before', () => {
  expect(taken('med>=5', 'times', 10)).toBe(0.5)
})

test('what must not be there takes up as much as there is of it, and a limit of 0 is passed by anything', () => {
  expect(taken('count==0', 'count', 3)).toBe(3)
  expect(taken('count==2', 'count', 5)).toBe(3)
  expect(taken('rate<=0', 'ratio', 0)).toBe(0)
  expect(taken('rate<=0', 'ratio', 0.001)).toBe(Number.MAX_VALUE)
  expect(tightness({ objective: 'count==2', unit: 'count', limit: 2 } as Judgement)).toBe(0)
})

test('of scores what lacks to 1 counts, and of multiples of at most 1 their share', () => {
  expect(taken('med>=0.9', 'score', 0.95)).toBeCloseTo(0.5, 9)
  expect(taken('avg<=1', 'times', 0.5)).toBe(0.5)
})
