import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { makeFolder } from './files/make-folder.ts'
import { pointLatest } from './point-latest.ts'

let results = ''
test.beforeEach(() => {
  results = mkdtempSync(path.join(tmpdir(), 'latest-'))
})
test.afterEach(() => {
  rmSync(results, { recursive: true })
})

const latest = (): string => path.join(results, 'latest')

const before: [what: string, put: () => void][] = [
  ['nothing', () => {}],
  ['a link to an older run', () => symlinkSync('older', latest())],
  ['a link to a run that is gone', () => symlinkSync('/nowhere/run', latest())],
]
for (const [what, put] of before) {
  test(`latest takes the place of ${what}`, () => {
    mkdirSync(path.join(results, 'run'))
    put()
    expect(pointLatest(results, 'run')).toEqual([])
    expect(readlinkSync(latest())).toBe('run')
    expect(readdirSync(results).toSorted()).toEqual(['latest', 'run'])
  })
}

test("somebody's folder of that name stays, with all in it, and is told", () => {
  makeFolder(path.join(latest(), 'precious'))
  writeFileSync(path.join(latest(), 'precious/data'), 'precious')
  expect(pointLatest(results, 'run')).toEqual([
    `${latest()} is a folder that Fleetmark did not make, so it stays as it is, and does not lead to this run in ${path.join(results, 'run')}: rename it.`,
  ])
  expect(existsSync(path.join(latest(), 'precious/data'))).toBe(true)
})

test("somebody's file of that name stays, and is told", () => {
  writeFileSync(latest(), '')
  expect(pointLatest(results, 'run').join(' ')).toContain('is a file that Fleetmark did not make')
})

test('where no link can be made, that is told and nothing is thrown', () => {
  expect(pointLatest(path.join(results, 'nowhere'), 'run').join(' ')).toMatch(/can't be pointed at this run/)
})

test('a folder is made with all that it is in, also when it is there', () => {
  const folder = path.join(results, 'a/b/c')
  makeFolder(folder)
  makeFolder(folder)
  expect(existsSync(folder)).toBe(true)
})

const impossible: [what: string, folder: () => string][] = [
  ['below a file', () => path.join(process.execPath, 'results')],
  ['where the system makes none', () => '/proc/fleetmark/results'],
  ['with a name that is too long', () => path.join(results, 'x'.repeat(300))],
]
for (const [what, folder] of impossible) {
  test(`a folder ${what} is an error, and nothing hangs`, () => {
    // In a process of its own: what hangs there can be ended.
    const make = JSON.stringify(new URL('files/make-folder.ts', import.meta.url).href)
    const code = `const { makeFolder } = await import(${make}); try { makeFolder(${JSON.stringify(folder())}) } catch { process.exitCode = 3 }`
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 50_000 })
    expect(status).toBe(3)
  })
}
