import { expect, test } from '@playwright/test'
import { signedShare } from './signed-share.ts'

const CASES: [share: number, text: string][] = [
  [0, '0 %'],
  [0.12, '+12 %'],
  [-0.045, '-4.5 %'],
  [-0.4721, '-47.2 %'],
  [1.234, '+123 %'],
  [45.25, '+4,525 %'],
]
for (const [share, text] of CASES) {
  test(`${share} is ${text}`, () => {
    expect(signedShare(share)).toBe(text)
  })
}
