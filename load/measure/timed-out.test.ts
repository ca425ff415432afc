import { expect, test } from '@playwright/test'
import { timedOut } from './timed-out.ts'

test('events are bad for the time they took by whichever cause says so, and by no other', () => {
  const causes = {
    'status: timeout': 2,
    'connecting timed out': 3,
    'not done in time': 4,
    'back after more than five seconds': 5,
    'status 500': 100,
    'a timeoutless cause': 100,
  }
  expect(timedOut({ causes })).toBe(14)
  expect(timedOut({ causes: {} })).toBe(0)
})
