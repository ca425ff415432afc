import { expect, test } from '@playwright/test'
import { printable } from './printable.ts'

test('what is not drawn, or turns the text about it, is shown as a number', () => {
  expect(printable('a\u001B[31mred')).toBe(String.raw`a\u{1b}[31mred`)
  expect(printable('one\ntwo\u2028three')).toBe(String.raw`one\u{a}two\u{2028}three`)
  expect(printable('file\u202Egpj.exe')).toBe(String.raw`file\u{202e}gpj.exe`)
  expect(printable('half \uD83D')).toBe(String.raw`half \u{d83d}`)
})

test('what is drawn stays as it is', () => {
  const text = '{"agent":"köln-7","mood":"🙂"} <b>'
  expect(printable(text)).toBe(text)
})
