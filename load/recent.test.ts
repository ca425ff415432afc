import { expect, test } from '@playwright/test'
import { Recent } from './recent.ts'

test('what was noted is kept for so long, and forgotten with the next note after it', () => {
  let nowMs = 0
  const recent = new Recent<number>({ nowMs: () => nowMs }, 1000)
  recent.set('first', 1)
  nowMs = 1000
  recent.set('second', 2)
  expect([recent.get('first'), recent.get('second'), recent.size]).toEqual([1, 2, 2])
  nowMs = 1001
  recent.set('third', 3)
  expect([recent.has('first'), recent.has('second'), recent.size]).toEqual([false, true, 2])
})

test('what is noted again is as new as that', () => {
  let nowMs = 0
  const recent = new Recent<number>({ nowMs: () => nowMs }, 1000)
  recent.set('first', 1)
  nowMs = 900
  recent.set('first', 2)
  nowMs = 1500
  recent.set('second', 3)
  expect(recent.get('first')).toBe(2)
})

test('a day of notes takes no more room than some minutes of them', () => {
  let nowMs = 0
  const recent = new Recent<true>({ nowMs: () => nowMs })
  let most = 0
  for (; nowMs < 86_400_000; nowMs += 1000) {
    recent.set(`${nowMs}`, true)
    most = Math.max(most, recent.size)
  }
  expect(most).toBe(121)
})
