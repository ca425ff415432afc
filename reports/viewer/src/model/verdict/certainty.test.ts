import { expect, test } from '@playwright/test'
import { certaintyOf } from './certainty.ts'

for (const [verdict, confidence, certainty] of [
  ['PASS', 0.99, 'certain'],
  ['PASS', 0.98, 'likely'],
  ['PASS', 0.789, 'thin'],
  ['FAIL', 0.01, 'certain'],
  ['FAIL', 0.1, 'likely'],
  ['FAIL', 0.2, 'thin'],
  ['INCONCLUSIVE', 0.5, undefined],
  ['INVALID', 0.001, undefined],
] as const) {
  test(`a ${verdict} at a confidence of ${confidence} is ${certainty ?? 'neither'}`, () => {
    expect(certaintyOf({ verdict, confidence })).toBe(certainty)
  })
}

test('without a confidence nothing is certain', () => {
  expect(certaintyOf({ verdict: 'PASS' })).toBeUndefined()
})
