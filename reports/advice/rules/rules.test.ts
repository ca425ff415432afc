import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { RULES } from './rules.ts'

test('every rule has a test that sees it fire', () => {
  const folder = path.join(import.meta.dirname, '..')
  const tests = globSync('**/*.test.ts', { cwd: folder })
    .map(file => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n')
  // A row of `testRules`, or a test that asks for the advice by name.
  const isTested = (id: string): boolean => tests.includes(`'${id}'`)
  expect(RULES.map(({ id }) => id).filter(id => !isTested(id))).toEqual([])
})

test('every rule has a name of its own', () => {
  const ids = RULES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
