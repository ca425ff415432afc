import { expect, test } from '@playwright/test'
import { ClockError } from './clock-error.ts'

test('moments in their order are no doubt, nor those that are noted a little late', () => {
  const error = new ClockError()
  expect([error.note(1000, 1000), error.note(1000, 1500), error.note(1003, 1000)]).toEqual([0, 0, 0])
  expect(error.doubts()).toEqual([])
})

test('the largest contradiction is the doubt', () => {
  const error = new ClockError()
  expect([error.note(1010, 1000), error.note(1250, 1000), error.note(1020, 1000)]).toEqual([10, 250, 20])
  expect(error.doubts()).toEqual([{ kind: 'clock-uncertain', errorMs: 250 }])
})
