import { expect, test } from '@playwright/test'
import { arrivals } from '../arrivals.ts'
import { percentileOf } from './lateness.ts'
import { frozenLatencies } from './frozen-latencies.ts'

test('what falls due in a freeze waits until its end', () => {
  const five = arrivals({ kind: 'constant', perSecond: 10, durationMs: 500 })
  const freezes = [{ startMs: 1150, endMs: 1350 }]
  expect(frozenLatencies(five, 1000, 5, freezes)).toEqual([5, 5, 150, 50, 5])
})

test('an answer that falls due as the freeze begins waits for all of it', () => {
  const one = arrivals({ kind: 'constant', perSecond: 10, durationMs: 100 })
  expect(frozenLatencies(one, 1000, 5, [{ startMs: 1005, endMs: 4005 }])).toEqual([3005])
  expect(frozenLatencies(one, 1000, 5, [{ startMs: 1006, endMs: 4005 }])).toEqual([5])
})

test('a freeze of 3 s in 10 s at 100 a second has p50 5, p90 2000 and p99 2900 ms', () => {
  const steady = arrivals({ kind: 'constant', perSecond: 100, durationMs: 10_000 })
  const all = frozenLatencies(steady, 0, 5, [{ startMs: 2000, endMs: 5000 }])
  expect(percentileOf(all, 50)).toBe(5)
  expect(percentileOf(all, 90)).toBe(2000)
  expect(percentileOf(all, 99)).toBe(2900)
})
