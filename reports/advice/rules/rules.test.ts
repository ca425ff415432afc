import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { RULES } from './rules.ts'

const folder = path.join(import.meta.dirname, '..')

/** The tests of advice, one by one, each with the table that stands before it. */
const BLOCKS = globSync('**/*.test.ts', { cwd: folder }).flatMap(file =>
  readFileSync(path.join(folder, file), 'utf8').split(/^(?:\}|\}\)|\]\))\n/m),
)

/** Rules that no test names of those that look like this. */
function untested(looks: RegExp): string[] {
  const blocks = BLOCKS.filter(block => looks.test(block))
  return RULES.map(({ id }) => id).filter(id => !blocks.some(block => block.includes(`'${id}'`)))
}

test('every rule has a test that sees it fire', () => {
  expect(
    untested(/^testRules|expect\(advice|\.(?:text|next|priority|judgements)\b|toMatchObject|toEqual\(\[/m),
  ).toEqual([])
})

test('every rule has a test that sees it say nothing', () => {
  expect(untested(/^testRules|toBeUndefined\(\)|toBe\(\s*undefined|not\.toContain|toEqual\(\[\]\)/m)).toEqual(
    [],
  )
})

test('every rule has a name of its own', () => {
  const ids = RULES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
