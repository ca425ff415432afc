import { expect, test } from '@playwright/test'
import { Pace } from './pace.ts'

test('few ask again as soon as they may, and many as often all together as they may', async () => {
  const pace = new Pace(25, 1000)
  expect(pace.againMs).toBe(25)
  const ends: (() => void)[] = []
  const begin = () => pace.during(() => new Promise<void>(resolve => ends.push(resolve)))
  const waits = Array.from({ length: 25 }, begin)
  expect(pace.againMs).toBe(25)
  waits.push(...Array.from({ length: 375 }, begin))
  expect(pace.againMs).toBe(400)
  for (const end of ends) end()
  await Promise.all(waits)
  expect(pace.againMs).toBe(25)
  await expect(pace.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(pace.againMs).toBe(25)
})
