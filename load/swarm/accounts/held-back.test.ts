import { expect, test } from '@playwright/test'
import { HeldBack } from './held-back.ts'

test('where all is known nothing waits', async () => {
  const heldBack = new HeldBack()
  const done: string[] = []
  heldBack.at(100, () => done.push('a'))
  expect(done).toEqual(['a'])
  await heldBack.complete(1e9)
  heldBack.resume()
  heldBack.at(5, () => done.push('b'))
  expect(done).toEqual(['a', 'b'])
})

test('what is seen waits in its order until all that was sent by then is told, half a second more for the clocks', async () => {
  const heldBack = new HeldBack(true)
  const done: number[] = []
  for (const atMs of [1000, 1100, 1200]) heldBack.at(atMs, () => done.push(atMs))
  heldBack.know(1499)
  expect(done).toEqual([])
  heldBack.know(1600)
  expect(done).toEqual([1000, 1100])
  let isComplete = false
  const complete = heldBack.complete(1300).then(() => (isComplete = true))
  heldBack.at(1250, () => done.push(1250))
  heldBack.know(1799)
  await Promise.resolve()
  expect([isComplete, done]).toEqual([false, [1000, 1100, 1200, 1250]])
  heldBack.know(1800)
  await complete
  heldBack.at(1900, () => done.push(1900))
  expect(done.at(-1)).toBe(1900)
  heldBack.resume()
  heldBack.at(2000, () => done.push(2000))
  expect(done.at(-1)).toBe(1900)
})

test('when nobody tells of anything more, nothing waits for it', async () => {
  const heldBack = new HeldBack(true)
  const done: number[] = []
  heldBack.at(1000, () => done.push(1000))
  const complete = heldBack.complete(5000)
  heldBack.know(Number.POSITIVE_INFINITY)
  await complete
  expect(done).toEqual([1000])
})
