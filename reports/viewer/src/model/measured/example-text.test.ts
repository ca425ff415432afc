import { expect, test } from '@playwright/test'
import { exampleText } from './example-text.ts'

test('an example is cut at 200 characters, and what is not drawn is shown as a number', () => {
  expect(exampleText('{"a":1}\n')).toBe(String.raw`{"a":1}\u{a}`)
  expect(exampleText('x'.repeat(200))).toBe('x'.repeat(200))
  expect(exampleText('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`)
})
