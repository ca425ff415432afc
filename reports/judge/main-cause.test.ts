import { expect, test } from '@playwright/test'
import { mainCause } from './main-cause.ts'

test('the main cause is the most frequent, and it is said where there are others', () => {
  expect(mainCause({ 'status 500': 3 })).toEqual(['status 500'])
  expect(mainCause({ timeout: 2, 'status 500': 3, reset: 1 })).toEqual(['most: status 500'])
})

test('what was never seen is no cause', () => {
  expect(mainCause({})).toEqual([])
  expect(mainCause({ timeout: 0 })).toEqual([])
  expect(mainCause({ timeout: 0, reset: 1 })).toEqual(['reset'])
})
