import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { patience } from './patience.ts'
import { answerInStandstill } from './testing/answer-in-standstill.ts'

test('what had come when the time is noticed to be over is read first', async () => {
  const happened: string[] = []
  let come = (): void => {}
  await using _ = await answerInStandstill(
    () => {
      come = patience(1, () => happened.push('over'))
    },
    () => {
      come()
      happened.push('come')
    },
    50,
  )
  await expect.poll(() => happened).not.toEqual([])
  await turn()
  expect(happened).toEqual(['come'])
})

test('what does not come is over once, at its time or when the time is past', async () => {
  for (const ms of [5, 0, -100]) {
    let times = 0
    patience(ms, () => times++)
    expect(times).toBe(0)
    await expect.poll(() => times).toBe(1)
    await turn()
    expect(times).toBe(1)
  }
})

test('what has come is not over later', async () => {
  let times = 0
  patience(1, () => times++)()
  await delay(20)
  expect(times).toBe(0)
})
