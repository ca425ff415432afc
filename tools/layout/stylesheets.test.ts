import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'

const ROOT = path.join(import.meta.dirname, '../..')

/** As many as a module may have, which the linter counts: it reads no stylesheets. */
const MOST_LINES = 300

test('no stylesheet is longer than a module may be', () => {
  const files = globSync('{reports,fixtures}/**/src/**/*.css', { cwd: ROOT })
  const linesOf = (file: string): number =>
    readFileSync(path.join(ROOT, file), 'utf8').trimEnd().split('\n').length
  expect(files.length).toBeGreaterThan(5)
  expect(files.filter(file => linesOf(file) > MOST_LINES)).toEqual([])
})
