import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { outerEnvironment } from './run-suite.ts'

test('all is every spec, without those that compare', () => {
  const root = path.join(import.meta.dirname, '../..')
  const listed = execFileSync(process.execPath, ['tools/measure/measure.ts', 'all', '--list'], {
    cwd: root,
    env: outerEnvironment(),
    encoding: 'utf8',
  })
  const files = new Set(listed.match(/e2e\/\S+?\.spec\.ts/g))
  const specs = globSync('e2e/**/*.spec.ts', { cwd: root }).map(file => file.replaceAll(path.sep, '/'))
  expect(files).toEqual(new Set(specs.filter(file => !file.startsWith('e2e/compare/'))))
})
