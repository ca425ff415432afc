import { expect, test } from '@playwright/test'
import { wrap } from './wrap.ts'

test('a text is broken between words, each line behind the indent', () => {
  const lines = wrap('word '.repeat(40).trim(), '   ')
  expect(lines.length).toBe(3)
  for (const line of lines) expect(line).toMatch(/^ {3}word( word)*$/)
  expect(lines.map(line => line.length)).toEqual([77, 77, 52])
  expect(lines.join(' ').match(/word/g)).toHaveLength(40)
})

test('a line of exactly 80 columns is not broken', () => {
  const text = `${'x'.repeat(40)} ${'y'.repeat(39)}`
  expect(wrap(text, '')).toEqual([text])
  expect(wrap(`${text}y`, '')).toHaveLength(2)
})

test('a word longer than a line stands on a line of its own', () => {
  expect(wrap(`see ${'x'.repeat(90)} there`, '  ')).toEqual(['  see', `  ${'x'.repeat(90)}`, '  there'])
})

test('what a target sent cannot drive the terminal', () => {
  expect(wrap('begins with \u001B[2J\nand ends', '')).toEqual([String.raw`begins with \u{1b}[2J and ends`])
})

test('of a word without an end the beginning is told', () => {
  expect(wrap('x'.repeat(10_000), '')[0]).toBe(`${'x'.repeat(999)}…`)
})
